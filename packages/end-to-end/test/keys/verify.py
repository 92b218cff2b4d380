"""Verifies the token on its input as a gateway in Python would: from the published keys alone."""

import json
import sys

import jwt

url, issuer = sys.argv[1:]
token = sys.stdin.read()
try:
    key = jwt.PyJWKClient(url).get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key.key, algorithms=["ES256"], issuer=issuer, audience=issuer)
except jwt.PyJWTError as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(json.dumps(claims))
