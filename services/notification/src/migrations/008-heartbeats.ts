import { Migration } from '@mikro-orm/migrations'

/** By which a process knows how old what a replica shows is. */
export class Heartbeats extends Migration {
  override up() {
    this.addSql(`create table notification.heartbeats (
      id uuid primary key,
      at_ms double precision not null,
      beat_at timestamptz not null default now()
    )`)
  }
}
