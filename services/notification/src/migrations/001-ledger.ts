import { Migration } from '@mikro-orm/migrations'

export class Ledger extends Migration {
  override up() {
    this.addSql(`
      create table notification.sms_messages (
        id uuid not null primary key,
        purpose text not null,
        template text not null,
        locale text not null,
        country text not null,
        number_ending text null,
        state text not null,
        status text not null,
        status_at timestamptz(3) not null default now(),
        reported_status text not null default 'queued',
        attempt int not null default 0,
        provider text null,
        provider_message_id text null,
        claimed_by text null,
        claimed_at timestamptz(3) null,
        deadline timestamptz(3) null,
        failure text null,
        error_code text null,
        expires_at timestamptz(3) not null,
        accepted_at timestamptz(3) null,
        delivered_at timestamptz(3) null,
        verified_at timestamptz(3) null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        constraint sms_messages_provider_message_unique unique (provider, provider_message_id)
      )`)
    this.addSql(`
      create index sms_messages_unreported_index
        on notification.sms_messages (status_at) where status <> reported_status`)
    this.addSql('create index sms_messages_created_at_index on notification.sms_messages (created_at)')
    this.addSql(`
      create index sms_messages_open_index
        on notification.sms_messages (expires_at) where state in ('pending', 'sending', 'in_doubt')`)
  }
}
