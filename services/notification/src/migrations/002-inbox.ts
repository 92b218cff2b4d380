import { Migration } from '@mikro-orm/migrations'

export class Inbox extends Migration {
  override up() {
    this.addSql(`
      create table notification.inbox_messages (
        id uuid not null primary key,
        sealed text not null,
        sent_at timestamptz(3) not null default clock_timestamp()
      )`)
    this.addSql('create index inbox_messages_sent_at_index on notification.inbox_messages (sent_at)')
  }
}
