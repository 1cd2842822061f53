-- Signing in is a matter of its own: sessions leave org, which keeps chains, stores and people.

create schema access;
alter table org.sessions set schema access;
