import { Migration } from '@mikro-orm/migrations'

export class TraceHandOffs extends Migration {
  override up() {
    this.addSql('alter table identity.hand_offs add column trace varchar(55) null;')
  }
}
