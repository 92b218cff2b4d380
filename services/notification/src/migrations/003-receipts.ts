import { Migration } from '@mikro-orm/migrations'

export class Receipts extends Migration {
  override up() {
    this.addSql(`
      alter table notification.sms_messages
        add column forgotten_at timestamptz(3) null,
        add column next_ask_at timestamptz(3) null,
        add column doubted_at timestamptz(3) null`)
    // What is in doubt at this moment; of earlier doubts nothing is known any more.
    this.addSql(`update notification.sms_messages set doubted_at = updated_at where state = 'in_doubt'`)
    // What was sent and has lost its number was erased.
    this.addSql(`
      update notification.sms_messages set forgotten_at = updated_at where number_ending is null and attempt > 0`)
    this.addSql(`
      create index sms_messages_next_ask_index
        on notification.sms_messages (next_ask_at) where next_ask_at is not null`)
  }
}
