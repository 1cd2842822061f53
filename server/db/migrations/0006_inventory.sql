-- Stock per store, with every move that made it. It may stand below zero: a shop sells what stands on the counter.

create schema inventory;

create table inventory.stock (
  chain_id uuid not null, store_id uuid not null, sku_id uuid not null, on_hand_m int8 not null, version int8 not null,
  primary key (chain_id, store_id, sku_id),
  foreign key (chain_id, store_id) references org.stores, foreign key (chain_id, sku_id) references catalog.skus);
select place('inventory.stock', 'store'), fence('inventory.stock');

create table inventory.moves (
  chain_id uuid not null, store_id uuid not null, id uuid not null, sku_id uuid not null,
  kind text not null check (kind in ('opening', 'sale', 'return', 'count')), delta_m int8 not null check (delta_m <> 0),
  after_m int8 not null, version int8 not null, ref uuid not null, made_by uuid not null, at timestamptz not null,
  primary key (chain_id, store_id, id));
comment on table inventory.moves is 'append-only: a correction is a new move';
create index moves_of_sku on inventory.moves (chain_id, store_id, sku_id, version);
select place('inventory.moves', 'store'), fence('inventory.moves');
