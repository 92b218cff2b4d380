import { Migration } from '@mikro-orm/migrations'

export class SeekHandOffs extends Migration {
  override up() {
    this.addSql('create index hand_offs_message_id_index on identity.hand_offs (message_id);')
  }
}
