-- Acts are linked into a chain per chain of shops, so that an altered or missing row shows; they know their store, and are found by who, what and where.

alter table kernel.audit add column store_id uuid;

-- What was recorded so far named its store among the details.
do $$
declare one record;
begin
  for one in select distinct chain_id from kernel.directory loop
    perform set_config('app.chain_id', one.chain_id::text, true);
    update kernel.audit set store_id = (detail->>'store_id')::uuid
     where chain_id = one.chain_id and detail->>'store_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
  end loop;
  perform set_config('app.chain_id', '', true);
end $$;

create index audit_at on kernel.audit (chain_id, at, id);
create index audit_principal on kernel.audit (chain_id, principal_id, at, id);
create index audit_verb on kernel.audit (chain_id, verb, at, id);
create index audit_store on kernel.audit (chain_id, store_id, at, id);
create index audit_ref on kernel.audit (chain_id, ref, at, id);

-- hash covers the link before, this link's own figures and the whole row; rows of one sealed_at are one batch.
create table kernel.audit_links (
  chain_id uuid not null, seq int8 not null check (seq > 0), audit_id uuid not null, sealed_at timestamptz not null, hash text not null,
  primary key (chain_id, seq), unique (chain_id, audit_id));
comment on table kernel.audit_links is 'append-only: the audit, linked row by row';
select place('kernel.audit_links', 'chain'), fence('kernel.audit_links');
