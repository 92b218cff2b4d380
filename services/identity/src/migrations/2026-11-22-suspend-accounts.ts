import { Migration } from '@mikro-orm/migrations'

export class SuspendAccounts extends Migration {
  override up() {
    this.addSql('alter table identity.users add column disabled_at timestamptz')
  }
}
