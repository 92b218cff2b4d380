import { Migration } from '@mikro-orm/migrations'

export class RotateSigningKeys extends Migration {
  override up() {
    this.addSql(`
      alter table identity.signing_keys add column current_since timestamptz, add column retired_at timestamptz;
      update identity.signing_keys set current_since = created_at;
      create unique index signing_keys_current_unique on identity.signing_keys ((true))
        where current_since is not null and retired_at is null;
      create unique index signing_keys_next_unique on identity.signing_keys ((true)) where current_since is null;
    `)
  }
}
