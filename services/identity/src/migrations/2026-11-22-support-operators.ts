import { Migration } from '@mikro-orm/migrations'

export class SupportOperators extends Migration {
  override up() {
    // The strongest lock that these migrations need, before any weaker one: taken later, it would wait for a change by the
    // version that runs on, which waits for us.
    this.addSql('lock table identity.users in access exclusive mode')
    this.addSql(`
      create table identity.operator_actions (
        id uuid primary key,
        at timestamptz not null,
        who varchar(100) not null,
        action varchar(40) not null,
        target varchar(64),
        details jsonb not null
      );
      create index operator_actions_at_index on identity.operator_actions (at);
      create index operator_actions_target_index on identity.operator_actions (target);

      create table identity.password_reset_links (
        token_hash bytea primary key,
        user_id uuid not null constraint password_reset_links_user_id_unique unique
          constraint password_reset_links_user_id_foreign references identity.users (id) on delete cascade,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index password_reset_links_expires_at_index on identity.password_reset_links (expires_at);

      create index users_phone_number_index on identity.users (phone_number) where phone_number is not null;
    `)
  }
}
