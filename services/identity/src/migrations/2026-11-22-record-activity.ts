import { Migration } from '@mikro-orm/migrations'

export class RecordActivity extends Migration {
  override up() {
    this.addSql(`
      create table identity.activity (
        id uuid primary key,
        user_id uuid not null
          constraint activity_user_id_foreign references identity.users (id) on delete cascade,
        event varchar(30) not null,
        outcome varchar(10) not null,
        provider varchar(20) not null,
        ip varchar(45) not null,
        user_agent varchar(400),
        at timestamptz not null
      );
      create index activity_user_id_at_index on identity.activity (user_id, at);
      create index activity_at_index on identity.activity (at);
    `)
  }
}
