import { Migration } from '@mikro-orm/migrations'

export class SweepEnded extends Migration {
  override up() {
    this.addSql(`
      create index sessions_revoked_at_index on identity.sessions (revoked_at) where revoked_at is not null;
      create index sessions_expires_at_index on identity.sessions (expires_at);
      create index sessions_refreshed_at_index on identity.sessions (refreshed_at);
      create index phone_verifications_expires_at_index on identity.phone_verifications (expires_at);
    `)
  }
}
