# Run once, by PostgreSQL's image, when its volume is empty. The services' role owns its database and nothing else: a
# superuser could read files of the server and run programs there.
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc \
  --set password="$(cat /secrets/gatehouse-password)" <<'SQL'
create role gatehouse login password :'password';
create database gatehouse owner gatehouse;
SQL
