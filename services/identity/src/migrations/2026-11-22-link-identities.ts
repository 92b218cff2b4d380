import { Migration } from '@mikro-orm/migrations'

export class LinkIdentities extends Migration {
  override up() {
    this.addSql(`
      create table identity.linked_identities (
        id uuid primary key,
        user_id uuid not null
          constraint linked_identities_user_id_foreign references identity.users (id) on delete cascade,
        provider varchar(20) not null,
        subject varchar(255) not null,
        created_at timestamptz not null,
        constraint linked_identities_provider_subject_unique unique (provider, subject)
      );
      create index linked_identities_user_id_index on identity.linked_identities (user_id);

      create table identity.exchange_codes (
        code_hash bytea primary key,
        user_id uuid not null
          constraint exchange_codes_user_id_foreign references identity.users (id) on delete cascade,
        provider varchar(20) not null,
        is_new_user boolean not null,
        ip varchar(45) not null,
        user_agent varchar(400),
        expires_at timestamptz not null
      );
      create index exchange_codes_user_id_index on identity.exchange_codes (user_id);
      create index exchange_codes_expires_at_index on identity.exchange_codes (expires_at);

      create table identity.spent_tokens (
        token_hash bytea primary key,
        expires_at timestamptz not null
      );
      create index spent_tokens_expires_at_index on identity.spent_tokens (expires_at);
    `)
  }
}
