-- Roles become data, stores stand in regions, and settings resolve along the tree of places and begin at a date.

-- Every place a setting may be made for: regions under the chain, stores under a region or the chain, tills under
-- stores. Settings live in the kernel, which knows nothing of stores; org keeps this tree for it.
create table kernel.places (
  chain_id uuid not null, place_id uuid not null, parent_id uuid not null, kind text not null
  check (kind in ('region', 'store', 'till')),
  primary key (chain_id, place_id));
select place('kernel.places', 'reference'), fence('kernel.places');

-- unset: from here on this place follows the one above it again.
alter table kernel.settings add column starts_at timestamptz, add column unset bool not null default false;

create table org.regions (
  chain_id uuid not null, id uuid not null, name text not null, made_at timestamptz not null,
  primary key (chain_id, id), unique (chain_id, name));
select place('org.regions', 'reference'), fence('org.regions');

-- A built-in role has a code; while its permissions are null it follows the contract's table, so that a new
-- permission reaches it. A chain's own role has a name and its permissions.
create table org.roles (
  chain_id uuid not null, id uuid not null, code text, name text, scope text not null
  check (scope in ('chain', 'region', 'store', 'own')), permissions text[], made_at timestamptz not null,
  primary key (chain_id, id), unique (chain_id, code), unique (chain_id, name),
  check (code is not null or (name is not null and permissions is not null)));
select place('org.roles', 'reference'), fence('org.roles');

alter table org.stores
  add column region_id uuid, add column credit_code text, add column hours jsonb,
  add column address text not null default '', add column phone text not null default '',
  add column closed_at timestamptz, add foreign key (chain_id, region_id) references org.regions;

-- first_password: somebody else has seen it; it must be changed before anything else.
alter table org.staff add column role_id uuid, add column first_password bool not null default false;

-- Where a person with a region's reach works; org.staff_stores says it for a store's.
create table org.staff_regions (
  chain_id uuid not null, staff_id uuid not null, region_id uuid not null,
  primary key (chain_id, staff_id, region_id),
  foreign key (chain_id, staff_id) references org.staff, foreign key (chain_id, region_id) references org.regions);
select place('org.staff_regions', 'reference'), fence('org.staff_regions');

do $$
declare one uuid;
begin
  for one in select chain_id from kernel.directory where kind = 'chain_code' loop
    perform set_config('app.chain_id', one::text, true);
    insert into org.roles (chain_id, id, code, scope, made_at)
    select one, gen_random_uuid(), role.code, role.scope, now()
      from (values ('owner', 'chain'), ('hq_operator', 'chain'), ('region_manager', 'region'),
                   ('store_manager', 'store'), ('cashier', 'store'), ('shopping_guide', 'own'),
                   ('finance', 'chain')) as role(code, scope);
    update org.staff s set role_id = r.id from org.roles r
     where s.chain_id = one and r.chain_id = one and r.code = s.role;
    update kernel.settings set starts_at = at where chain_id = one;
    insert into kernel.places (chain_id, place_id, parent_id, kind)
    select one, s.id, one, 'store' from org.stores s where s.chain_id = one
     union all select one, t.id, t.store_id, 'till' from org.tills t where t.chain_id = one;
  end loop;
  perform set_config('app.chain_id', '', true);
end $$;

alter table kernel.settings alter column starts_at set not null;
alter table org.staff alter column role_id set not null, drop column role,
  add foreign key (chain_id, role_id) references org.roles;
