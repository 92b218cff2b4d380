import { Migration } from '@mikro-orm/migrations'

export class OperatorActions extends Migration {
  override up() {
    this.addSql(`
      create table notification.operator_actions (
        id uuid not null primary key,
        at timestamptz(3) not null default clock_timestamp(),
        who text not null,
        role text not null,
        action text not null,
        target text not null,
        details jsonb not null
      )`)
    // Old rows are removed by their age; what was done last to one thing is asked for on every overview.
    this.addSql('create index operator_actions_at_index on notification.operator_actions (at)')
    this.addSql('create index operator_actions_target_at_index on notification.operator_actions (target, at)')
  }
}
