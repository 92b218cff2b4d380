-- For an empty queue on a database that handed over to another one (docs/operations.md). Run it while both services are
-- stopped. The relay then hands over anew what the old queue may have held, and notification tells again what it told:
-- the last hour before the newest hand-off. What was done is known, and is not done twice.
begin;

with newest as (select max(created_at) as at from identity.hand_offs)
update identity.hand_offs set handed_over_at = null
from newest where handed_over_at is not null and created_at > newest.at - interval '1 hour';

with newest as (select max(status_at) as at from notification.sms_messages)
update notification.sms_messages set reported_status = 'nothing'
from newest where status <> 'queued' and status_at > newest.at - interval '1 hour';

commit;
