const SETTINGS = `  DATABASE_URL      the PostgreSQL database   that of npm start, while it runs on this machine
  IDENTITY_SECRET   as the services have it   that of npm start
`

export const HELP = {
  list: `npm run keys:list: the keys of the access tokens, and since when each is what it is.

  --json            for programs: npm run --silent keys:list -- --json

${SETTINGS}`,
  rotate: `npm run keys:rotate: the next key signs from now on, and a new next one is made.

The one before it goes on to verify until its last token has expired: nobody is signed out, and no process is
restarted. Refused while a gateway may keep public keys among which the next one is not yet.

  --now             all the same, where no gateway keeps the keys

${SETTINGS}`,
  withdraw: `npm run keys:withdraw -- <kid>: an emergency. Deletes a key that may be in the wrong hands.

All of its tokens are refused at once; refresh tokens go on, so clients get new ones. If it was the current key, the
next one signs from now on. Clear the caches of gateways that keep the public keys: they would still accept it.

  --current         instead of a kid: the key that signs now

${SETTINGS}`
}
