import { Migration } from '@mikro-orm/migrations'

/** Figures by the minute, for the charts: made from the ledger again whenever one of its rows changes. */
export class History extends Migration {
  override up() {
    for (const statement of [ALONE, ...TABLES, ...LEDGER_INDEXES, TOUCH, ...TRIGGERS, BEFORE]) this.addSql(statement)
  }
}

// The strongest lock that these migrations need, before any weaker one: taken later, it would wait for a move of the
// version that runs on, which waits for us.
const ALONE = 'lock table notification.sms_messages in access exclusive mode'

const TABLES = [
  `create table notification.history_touches (
    id bigserial not null primary key,
    minute timestamptz(0) not null,
    touched_at timestamptz(3) not null default clock_timestamp()
  )`,
  'create index history_touches_minute_index on notification.history_touches (minute)',
  `create table notification.history_tallies (
    grain text not null,
    start timestamptz(0) not null,
    country text not null,
    provider text not null,
    sent int not null,
    failed int not null,
    expired int not null,
    asked int not null,
    accepted int not null,
    delivered int not null,
    verified int not null,
    in_doubt int not null,
    primary key (grain, start, country, provider)
  )`,
  `create table notification.history_send_times (
    grain text not null,
    start timestamptz(0) not null,
    bucket smallint not null,
    count int not null,
    primary key (grain, start, bucket)
  )`,
  `create table notification.history_queue (
    grain text not null,
    at timestamptz(0) not null,
    is_paused boolean not null,
    waiting int not null,
    delayed int not null,
    in_hand int not null,
    oldest_ms bigint not null,
    primary key (grain, at)
  )`,
  `create table notification.provider_states (
    process text not null,
    provider text not null,
    circuit text not null,
    since timestamptz(3) not null,
    seen_at timestamptz(3) not null,
    primary key (process, provider)
  )`
]

const LEDGER_INDEXES = [
  'create index sms_messages_accepted_at_index on notification.sms_messages (accepted_at)',
  `create index sms_messages_ended_index
    on notification.sms_messages (status_at) where status in ('failed', 'expired')`
]

// In the transaction of the change, whoever makes it: no clock and no watermark decides whether it is seen. Rows are
// added and never shared, so that two messages of one minute do not wait for each other.
const TOUCH = `create function notification.touch_history() returns trigger language plpgsql as $$
  declare moments timestamptz[] := array[new.created_at, new.accepted_at, new.status_at];
  begin
    if tg_op = 'UPDATE' then moments := moments || array[old.accepted_at, old.status_at]; end if;
    insert into notification.history_touches (minute)
      select distinct date_trunc('minute', moment) from unnest(moments) as moment where moment is not null;
    return null;
  end $$`

const TRIGGERS = [
  `create trigger touch_history_on_insert after insert on notification.sms_messages
    for each row execute function notification.touch_history()`,
  `create trigger touch_history_on_update after update on notification.sms_messages for each row
    when ((old.status, old.status_at, old.accepted_at, old.verified_at, old.doubted_at)
      is distinct from (new.status, new.status_at, new.accepted_at, new.verified_at, new.doubted_at))
    execute function notification.touch_history()`
]

const BEFORE = `insert into notification.history_touches (minute)
  select distinct date_trunc('minute', moment)
  from notification.sms_messages, unnest(array[created_at, accepted_at, status_at]) as moment
  where created_at > now() - interval '30 days' and moment is not null`
