import type { EntityManager } from '@mikro-orm/postgresql'

/** The ledger as an operator may have cut it by hand: no provider's message is unique any more, all else is as it was. */
export const partitionLedger = async (em: EntityManager) => {
  await em.execute(PARTITION)
}

const PARTITION = `do $$
  declare made text[]; step text;
  begin
    select array_agg(pg_get_indexdef(indexrelid)) into made from pg_index
      where indrelid = 'notification.sms_messages'::regclass and not indisunique;
    made := made || (select array_agg(pg_get_triggerdef(oid)) from pg_trigger
      where tgrelid = 'notification.sms_messages'::regclass and not tgisinternal);
    alter table notification.sms_messages rename to sms_messages_whole;
    create table notification.sms_messages (like notification.sms_messages_whole including defaults)
      partition by hash (id);
    for remainder in 0..3 loop
      execute format('create table notification.sms_messages_%s partition of notification.sms_messages
        for values with (modulus 4, remainder %s)', remainder, remainder);
    end loop;
    insert into notification.sms_messages select * from notification.sms_messages_whole;
    drop table notification.sms_messages_whole cascade;
    alter table notification.sms_messages add constraint sms_messages_pkey primary key (id);
    alter table notification.message_events add constraint message_events_message_id_foreign
      foreign key (message_id) references notification.sms_messages (id) on delete cascade;
    create index on notification.sms_messages (provider, provider_message_id);
    foreach step in array made loop execute step; end loop;
  end $$`
