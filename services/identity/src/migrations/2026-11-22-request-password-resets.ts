import { Migration } from '@mikro-orm/migrations'

export class RequestPasswordResets extends Migration {
  override up() {
    this.addSql(`
      create table identity.password_reset_requests (
        id uuid primary key,
        email varchar(254) not null,
        locale varchar(2) not null,
        created_at timestamptz not null,
        due_at timestamptz not null
      );
      create index password_reset_requests_due_at_index on identity.password_reset_requests (due_at);
    `)
  }
}
