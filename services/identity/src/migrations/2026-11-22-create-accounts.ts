import { Migration } from '@mikro-orm/migrations'

export class CreateAccounts extends Migration {
  override up() {
    this.addSql(`
      create table identity.users (
        id uuid primary key,
        email varchar(254) not null constraint users_email_unique unique,
        email_verified boolean not null default false,
        password_hash varchar(255),
        first_name varchar(150) not null default '',
        last_name varchar(150) not null default '',
        user_type varchar(20) not null default 'freelancer',
        phone_number varchar(20),
        phone_verified boolean not null default false,
        phone_is_test boolean not null default false,
        country varchar(2),
        state varchar(50),
        city varchar(100),
        address text,
        skills text,
        experience_level varchar(20) not null default 'entry',
        hourly_rate numeric(10, 2),
        availability varchar(20) not null default 'full-time',
        bio text,
        date_of_birth date,
        profile_completed boolean not null default false,
        created_at timestamptz not null
      );
      create unique index users_verified_phone_unique on identity.users (phone_number)
        where phone_verified and not phone_is_test;

      create table identity.sessions (
        id uuid primary key,
        user_id uuid not null
          constraint sessions_user_id_foreign references identity.users (id) on delete cascade,
        provider varchar(20) not null,
        ip varchar(45) not null,
        user_agent varchar(400),
        refresh_hash bytea not null,
        previous_refresh_hash bytea,
        refreshed_at timestamptz not null,
        authenticated_at timestamptz not null,
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz
      );
      create index sessions_user_id_index on identity.sessions (user_id);

      create table identity.signing_keys (
        id varchar(64) primary key,
        public_jwk jsonb not null,
        sealed_private_jwk text not null,
        created_at timestamptz not null
      );

      create table identity.limits (
        key varchar(80) primary key,
        hits float8[] not null,
        expires_at timestamptz not null
      );
      create index limits_expires_at_index on identity.limits (expires_at);

      create table identity.phone_verifications (
        id uuid primary key,
        user_id uuid not null
          constraint phone_verifications_user_id_foreign references identity.users (id) on delete cascade,
        purpose varchar(20) not null,
        phone_number varchar(20) not null,
        country varchar(2) not null,
        is_test boolean not null default false,
        code_key varchar(8) not null,
        failed_attempts smallint not null default 0,
        last_attempt_at timestamptz,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        resend_available_at timestamptz not null,
        verified_at timestamptz,
        cancelled_at timestamptz
      );
      create unique index phone_verifications_open_unique on identity.phone_verifications (user_id, purpose)
        where verified_at is null and cancelled_at is null;
      create index phone_verifications_user_id_phone_number_index on identity.phone_verifications (user_id, phone_number);

      create table identity.sms_messages (
        id uuid primary key,
        verification_id uuid not null
          constraint sms_messages_verification_id_foreign references identity.phone_verifications (id) on delete cascade,
        locale varchar(2) not null,
        status varchar(10) not null,
        failure varchar(30),
        created_at timestamptz not null,
        updated_at timestamptz not null
      );
      create index sms_messages_verification_id_index on identity.sms_messages (verification_id);
      create index sms_messages_queued_index on identity.sms_messages (created_at) where status = 'queued';

      create table identity.hand_offs (
        id uuid primary key,
        kind varchar(10) not null,
        message_id uuid not null,
        created_at timestamptz not null,
        handed_over_at timestamptz
      );
      create index hand_offs_handed_over_index on identity.hand_offs (handed_over_at) where handed_over_at is not null;
      create index hand_offs_waiting_index on identity.hand_offs (created_at) where handed_over_at is null;
    `)
  }
}
