"""Personal data at rest: Fernet with several keys, so that they can be rotated."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_keyring: MultiFernet | None = None
_keys: tuple[bytes, ...] = ()


def use_keys(keys: Sequence[str]) -> None:
    """Choose the keys of this process; the first encrypts, all decrypt."""
    global _keyring, _keys
    _keyring = MultiFernet([Fernet(key.encode()) for key in keys])
    _keys = tuple(key.encode() for key in keys)


def _ring() -> MultiFernet:
    if _keyring is None:
        raise RuntimeError("use_keys() was not called before personal data was read or written")
    return _keyring


class EncryptedText(TypeDecorator[str]):
    """Text that stands encrypted in the database. It cannot be searched or sorted by."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ring().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _ring().decrypt(bytes(value)).decode()


class EncryptedJson(TypeDecorator[Any]):
    """A JSON value that stands encrypted in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else _ring().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(_ring().decrypt(bytes(value)))


def pseudonyms(purpose: str, value: str) -> list[str]:
    """Names under which something about `value` is kept where `value` itself must not stand.

    One for each key of this process, the newest first: write with the first, look up with all. Without the
    keys a name cannot be computed, and with another `purpose` it is another name (HMAC-SHA-256).
    """
    if not _keys:
        raise RuntimeError("use_keys() was not called before a pseudonym was needed")
    message = f"{purpose}\0{value}".encode()
    return [hmac.new(key, message, hashlib.sha256).hexdigest() for key in _keys]


def derived_keys(purpose: str) -> list[bytes]:
    """Keys of 256 bits for one purpose, made from each key of this process (HKDF, RFC 5869), newest first."""
    if not _keys:
        raise RuntimeError("use_keys() was not called before a key was needed")
    return [HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(key) for key in _keys]


def new_token(prefix: str) -> str:
    """A secret a client keeps, such as ``pk_…`` (256 random bits)."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """What the database keeps of a token. Tokens are random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


# OWASP Password Storage Cheat Sheet (2024): scrypt with N=2^15, r=8, p=3 is an accepted setting.
_SCRYPT = {"n": 2**15, "r": 8, "p": 3, "maxmem": 64 * 1024 * 1024}


def hash_password(password: str) -> str:
    """A salted scrypt hash, as ``salt$hash`` in hexadecimal."""
    salt = secrets.token_bytes(16)
    return salt.hex() + "$" + hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT).hex()


def password_matches(password: str, stored: str) -> bool:
    """Whether a password is the one behind `stored`, in constant time."""
    salt, _, expected = stored.partition("$")
    actual = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT).hex()
    return hmac.compare_digest(actual, expected)
