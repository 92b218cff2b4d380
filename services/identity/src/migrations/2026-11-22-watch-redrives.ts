import { Migration } from '@mikro-orm/migrations'

export class WatchRedrives extends Migration {
  override up() {
    this.addSql('alter table identity.sms_messages add column redrives smallint not null default 0;')
  }
}
