import { Migration } from '@mikro-orm/migrations'

export class Traces extends Migration {
  override up() {
    this.addSql('alter table notification.sms_messages add column trace text null')
  }
}
