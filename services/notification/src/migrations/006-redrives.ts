import { Migration } from '@mikro-orm/migrations'

export class Redrives extends Migration {
  override up() {
    this.addSql(`
      alter table notification.sms_messages
        add column failure_kind text null,
        add column redrives int not null default 0,
        add column requeue_at timestamptz(3) null`)
    this.addSql(`
      create table notification.message_events (
        message_id uuid not null,
        number bigint generated always as identity not null,
        at timestamptz(3) not null,
        event text not null,
        attempt int not null,
        provider text null,
        code text null,
        who text null,
        constraint message_events_pkey primary key (message_id, number),
        constraint message_events_message_id_foreign
          foreign key (message_id) references notification.sms_messages (id) on delete cascade
      )`)
    this.addSql('create index sms_messages_state_index on notification.sms_messages (state, created_at)')
    this.addSql('create index sms_messages_country_index on notification.sms_messages (country, created_at)')
    this.addSql('create index sms_messages_provider_index on notification.sms_messages (provider, created_at)')
    this.addSql(`
      create index sms_messages_failed_index on notification.sms_messages (expires_at) where state = 'failed'`)
    this.addSql(`
      create index sms_messages_requeue_index
        on notification.sms_messages (requeue_at) where requeue_at is not null`)
  }
}
