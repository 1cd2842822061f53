-- What all migrations make together. Written by tools/schema.ts; change a migration instead.

table catalog.barcodes
  chain_id           uuid not null
  barcode            text not null
  sku_id             uuid not null
  kind               text not null
  barcodes_pkey: PRIMARY KEY (chain_id, barcode)
  barcodes_kind_check: CHECK ((kind = ANY (ARRAY['ean'::text, 'plain'::text])))
  barcodes_chain_id_sku_id_fkey: FOREIGN KEY (chain_id, sku_id) REFERENCES catalog.skus(chain_id, id)
  CREATE INDEX barcodes_by_start ON catalog.barcodes USING btree (chain_id, barcode text_pattern_ops)
  CREATE INDEX barcodes_of_sku ON catalog.barcodes USING btree (chain_id, sku_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table catalog.grams
  chain_id           uuid not null
  gram               text not null
  sku_id             uuid not null
  grams_pkey: PRIMARY KEY (chain_id, gram, sku_id)
  CREATE INDEX grams_of_sku ON catalog.grams USING btree (chain_id, sku_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table catalog.numbers
  chain_id           uuid not null
  last_number        bigint not null
  numbers_pkey: PRIMARY KEY (chain_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table catalog.prices -- append-only: every price a SKU ever had
  chain_id           uuid not null
  sku_id             uuid not null
  id                 uuid not null
  list_price_fen     bigint not null
  member_price_fen   bigint
  made_by            uuid not null
  from_at            timestamp with time zone not null
  prices_pkey: PRIMARY KEY (chain_id, sku_id, id)
  prices_chain_id_sku_id_fkey: FOREIGN KEY (chain_id, sku_id) REFERENCES catalog.skus(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table catalog.products
  chain_id           uuid not null
  id                 uuid not null
  name               text not null
  category           text not null
  made_at            timestamp with time zone not null
  products_pkey: PRIMARY KEY (chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table catalog.skus
  chain_id           uuid not null
  id                 uuid not null
  product_id         uuid not null
  code               text not null
  unit               text not null
  sold_by            text not null
  list_price_fen     bigint not null
  member_price_fen   bigint
  cost_fen           bigint
  plu                text
  name_key           text not null
  pinyin             text not null
  initials           text not null
  source_code        text
  made_at            timestamp with time zone not null
  deleted_at         timestamp with time zone
  skus_pkey: PRIMARY KEY (chain_id, id)
  skus_chain_id_code_key: UNIQUE (chain_id, code)
  skus_chain_id_plu_key: UNIQUE (chain_id, plu)
  skus_chain_id_source_code_key: UNIQUE (chain_id, source_code)
  skus_cost_fen_check: CHECK ((cost_fen >= 0))
  skus_list_price_fen_check: CHECK ((list_price_fen >= 0))
  skus_member_price_fen_check: CHECK ((member_price_fen >= 0))
  skus_sold_by_check: CHECK ((sold_by = ANY (ARRAY['piece'::text, 'weight'::text])))
  skus_chain_id_product_id_fkey: FOREIGN KEY (chain_id, product_id) REFERENCES catalog.products(chain_id, id)
  CREATE INDEX skus_by_initials ON catalog.skus USING btree (chain_id, initials text_pattern_ops)
  CREATE INDEX skus_by_pinyin ON catalog.skus USING btree (chain_id, pinyin text_pattern_ops)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table insights.hours
  chain_id           uuid not null
  store_id           uuid not null
  business_day       date not null
  hour               integer not null
  sales_fen          bigint not null
  returns_fen        bigint not null
  orders             bigint not null
  member_sales_fen   bigint not null
  topped_up_fen      bigint not null
  value_spent_fen    bigint not null
  new_members        bigint not null
  hours_pkey: PRIMARY KEY (chain_id, store_id, business_day, hour)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table inventory.moves -- append-only: a correction is a new move
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  sku_id             uuid not null
  kind               text not null
  delta_m            bigint not null
  after_m            bigint not null
  version            bigint not null
  ref                uuid not null
  made_by            uuid not null
  at                 timestamp with time zone not null
  moves_pkey: PRIMARY KEY (chain_id, store_id, id)
  moves_delta_m_check: CHECK ((delta_m <> 0))
  moves_kind_check: CHECK ((kind = ANY (ARRAY['opening'::text, 'sale'::text, 'return'::text, 'count'::text])))
  CREATE INDEX moves_of_sku ON inventory.moves USING btree (chain_id, store_id, sku_id, version)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table inventory.stock
  chain_id           uuid not null
  store_id           uuid not null
  sku_id             uuid not null
  on_hand_m          bigint not null
  version            bigint not null
  stock_pkey: PRIMARY KEY (chain_id, store_id, sku_id)
  stock_chain_id_sku_id_fkey: FOREIGN KEY (chain_id, sku_id) REFERENCES catalog.skus(chain_id, id)
  stock_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.audit -- append-only: who did what
  chain_id           uuid not null
  id                 uuid not null
  at                 timestamp with time zone not null
  principal_kind     text not null
  principal_id       uuid not null
  device             text
  verb               text not null
  ref                text
  detail             jsonb not null
  audit_pkey: PRIMARY KEY (chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table kernel.clocks -- How far a sandbox chain's clock runs ahead; real chains have no row.
  chain_id           uuid not null
  offset_ms          bigint not null
  clocks_pkey: PRIMARY KEY (chain_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.deliveries
  chain_id           uuid not null
  owner_id           uuid not null
  note_id            uuid not null
  subscription       text not null
  next_at            timestamp with time zone not null
  tries              integer not null default 0
  last_error         text
  deliveries_pkey: PRIMARY KEY (chain_id, owner_id, note_id, subscription)
  CREATE INDEX deliveries_due ON kernel.deliveries USING btree (chain_id, subscription, next_at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.directory -- Which chain a code or a session belongs to; the only table without a fence.
  kind               text not null
  value              text not null
  chain_id           uuid not null
  directory_pkey: PRIMARY KEY (kind, value)
  row security: none
  granted to the application: delete, insert, select, update

table kernel.notes
  chain_id           uuid not null
  owner_id           uuid not null
  id                 uuid not null
  kind               text not null
  data               jsonb not null
  at                 timestamp with time zone not null
  notes_pkey: PRIMARY KEY (chain_id, owner_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.once
  chain_id           uuid not null
  owner_id           uuid not null
  op_key             text not null
  verb               text not null
  input_hash         text not null
  answer             jsonb not null
  at                 timestamp with time zone not null
  once_pkey: PRIMARY KEY (chain_id, owner_id, op_key)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.settings -- append-only: every value a setting ever had
  chain_id           uuid not null
  place_id           uuid not null
  key                text not null
  version            bigint not null
  value              jsonb not null
  made_by            uuid not null
  at                 timestamp with time zone not null
  settings_pkey: PRIMARY KEY (chain_id, place_id, key, version)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table kernel.versions
  chain_id           uuid not null
  what               text not null
  version            bigint not null
  versions_pkey: PRIMARY KEY (chain_id, what)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table ledger.accounts
  chain_id           uuid not null
  owner_id           uuid not null
  id                 text not null
  unit               text not null
  balance            bigint not null default 0
  floor              bigint default 0
  version            bigint not null default 0
  opened_at          timestamp with time zone not null
  accounts_pkey: PRIMARY KEY (chain_id, owner_id, id)
  accounts_unit_check: CHECK ((unit = ANY (ARRAY['fen'::text, 'points'::text])))
  balance_above_floor: CHECK (((floor IS NULL) OR (balance >= floor)))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table ledger.lots
  chain_id           uuid not null
  owner_id           uuid not null
  id                 uuid not null
  account            text not null
  amount             bigint not null
  remaining          bigint not null
  starts_at          timestamp with time zone not null
  expires_at         timestamp with time zone
  source             text not null
  pair               uuid not null
  lots_pkey: PRIMARY KEY (chain_id, owner_id, id)
  remaining_within_amount: CHECK (((amount > 0) AND ((remaining >= 0) AND (remaining <= amount))))
  lots_chain_id_owner_id_account_fkey: FOREIGN KEY (chain_id, owner_id, account) REFERENCES ledger.accounts(chain_id, owner_id, id)
  CREATE INDEX lots_open ON ledger.lots USING btree (chain_id, owner_id) WHERE (remaining > 0)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table ledger.reserve_ends -- append-only: a reserve ends once, by its primary key
  chain_id           uuid not null
  owner_id           uuid not null
  reserve_id         uuid not null
  outcome            text not null
  ended_at           timestamp with time zone not null
  reserve_ends_pkey: PRIMARY KEY (chain_id, owner_id, reserve_id)
  reserve_ends_outcome_check: CHECK ((outcome = ANY (ARRAY['posted'::text, 'voided'::text])))
  reserve_ends_chain_id_owner_id_reserve_id_fkey: FOREIGN KEY (chain_id, owner_id, reserve_id) REFERENCES ledger.reserves(chain_id, owner_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table ledger.reserves -- append-only: value set aside
  chain_id           uuid not null
  owner_id           uuid not null
  id                 uuid not null
  account            text not null
  amount             bigint not null
  ref                uuid not null
  made_at            timestamp with time zone not null
  reserves_pkey: PRIMARY KEY (chain_id, owner_id, id)
  reserves_amount_check: CHECK ((amount > 0))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table ledger.transfers -- append-only: a correction is a new row
  chain_id           uuid not null
  owner_id           uuid not null
  id                 uuid not null
  op_key             text not null
  kind               text not null
  from_account       text not null
  to_account         text not null
  amount             bigint not null
  lot_id             uuid
  from_version       bigint
  from_balance       bigint
  to_version         bigint
  to_balance         bigint
  store_id           uuid not null
  staff_id           uuid not null
  ref                uuid not null
  doc_id             uuid not null
  occurred_at        timestamp with time zone not null
  transfers_pkey: PRIMARY KEY (chain_id, owner_id, id)
  transfers_amount_check: CHECK ((amount > 0))
  two_sides: CHECK ((from_account <> to_account))
  versions_of_own_accounts: CHECK ((((from_version IS NULL) = starts_with(from_account, '@'::text)) AND ((from_balance IS NULL) = starts_with(from_account, '@'::text)) AND ((to_version IS NULL) = starts_with(to_account, '@'::text)) AND ((to_balance IS NULL) = starts_with(to_account, '@'::text)) AND (NOT (starts_with(from_account, '@'::text) AND starts_with(to_account, '@'::text)))))
  CREATE INDEX transfers_of_act ON ledger.transfers USING btree (chain_id, owner_id, ref)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table members.consents -- append-only: consent given and taken back
  chain_id           uuid not null
  member_id          uuid not null
  id                 uuid not null
  kind               text not null
  given              boolean not null
  wording            text not null
  staff_id           uuid not null
  at                 timestamp with time zone not null
  consents_pkey: PRIMARY KEY (chain_id, member_id, id)
  consents_kind_check: CHECK ((kind = ANY (ARRAY['service'::text, 'marketing'::text])))
  consents_chain_id_member_id_fkey: FOREIGN KEY (chain_id, member_id) REFERENCES members.profiles(chain_id, member_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table members.grams
  chain_id           uuid not null
  gram               text not null
  member_id          uuid not null
  grams_pkey: PRIMARY KEY (chain_id, gram, member_id)
  CREATE INDEX grams_of_member ON members.grams USING btree (chain_id, member_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table members.keys
  chain_id           uuid not null
  kind               text not null
  value              text not null
  member_id          uuid not null
  keys_pkey: PRIMARY KEY (chain_id, kind, value)
  keys_kind_check: CHECK ((kind = 'phone'::text))
  CREATE INDEX keys_of_member ON members.keys USING btree (chain_id, member_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table members.profiles
  chain_id           uuid not null
  member_id          uuid not null
  name               text not null
  name_key           text not null
  pinyin             text not null
  initials           text not null
  phone_sealed       bytea not null
  phone_masked       text not null
  phone_last4        text not null
  birthday           date
  store_id           uuid not null
  joined_at          timestamp with time zone not null
  joined_on          date not null
  last_visit_at      timestamp with time zone
  profiles_pkey: PRIMARY KEY (chain_id, member_id)
  profiles_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  CREATE INDEX profiles_by_initials ON members.profiles USING btree (chain_id, initials text_pattern_ops)
  CREATE INDEX profiles_by_joining ON members.profiles USING btree (chain_id, joined_at, member_id)
  CREATE INDEX profiles_by_last4 ON members.profiles USING btree (chain_id, phone_last4)
  CREATE INDEX profiles_by_pinyin ON members.profiles USING btree (chain_id, pinyin text_pattern_ops)
  CREATE INDEX profiles_by_store ON members.profiles USING btree (chain_id, store_id, joined_at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.chains
  chain_id           uuid not null
  code               text not null
  name               text not null
  currency           text not null default 'CNY'::text
  time_zone          text not null default 'Asia/Shanghai'::text
  sandbox            boolean not null default false
  made_at            timestamp with time zone not null
  chains_pkey: PRIMARY KEY (chain_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.sessions
  chain_id           uuid not null
  staff_id           uuid not null
  id                 uuid not null
  token_hash         text not null
  device             text not null
  started_at         timestamp with time zone not null
  seen_at            timestamp with time zone not null
  ends_at            timestamp with time zone not null
  ended_at           timestamp with time zone
  sessions_pkey: PRIMARY KEY (chain_id, staff_id, id)
  sessions_chain_id_token_hash_key: UNIQUE (chain_id, token_hash)
  sessions_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.staff
  chain_id           uuid not null
  id                 uuid not null
  name               text not null
  role               text not null
  phone_key          text not null
  phone_sealed       bytea not null
  phone_masked       text not null
  password_hash      text not null
  made_at            timestamp with time zone not null
  left_at            timestamp with time zone
  staff_pkey: PRIMARY KEY (chain_id, id)
  staff_chain_id_phone_key_key: UNIQUE (chain_id, phone_key)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.staff_stores
  chain_id           uuid not null
  staff_id           uuid not null
  store_id           uuid not null
  staff_stores_pkey: PRIMARY KEY (chain_id, staff_id, store_id)
  staff_stores_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  staff_stores_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.stores
  chain_id           uuid not null
  id                 uuid not null
  code               text not null
  name               text not null
  ownership          text not null
  legal_entity       text not null
  cutoff_hour        integer not null default 0
  opened_at          timestamp with time zone not null
  stores_pkey: PRIMARY KEY (chain_id, id)
  stores_chain_id_code_key: UNIQUE (chain_id, code)
  stores_code_check: CHECK ((code ~ '^[A-Z]([A-Z0-9]{0,6}[A-Z])?$'::text))
  stores_cutoff_hour_check: CHECK (((cutoff_hour >= 0) AND (cutoff_hour <= 23)))
  stores_ownership_check: CHECK ((ownership = ANY (ARRAY['direct'::text, 'franchise'::text])))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.tills
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  number             integer not null
  name               text not null
  tills_pkey: PRIMARY KEY (chain_id, store_id, id)
  tills_chain_id_store_id_number_key: UNIQUE (chain_id, store_id, number)
  tills_number_check: CHECK ((number > 0))
  tills_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table public.migrations
  name               text not null
  checksum           text not null
  ran_at             timestamp with time zone not null default now()
  migrations_pkey: PRIMARY KEY (name)
  row security: none

table sales.lines -- append-only: as it was sold
  chain_id           uuid not null
  store_id           uuid not null
  sale_id            uuid not null
  line               integer not null
  sku_id             uuid not null
  name               text not null
  unit               text not null
  sold_by            text not null
  qty_m              bigint not null
  list_price_fen     bigint not null
  unit_price_fen     bigint not null
  list_fen           bigint not null
  amount_fen         bigint not null
  points             bigint not null
  points_fen         bigint not null
  rounding_fen       bigint not null
  payable_fen        bigint not null
  reasons            jsonb not null
  cells_fen          bigint[] not null
  lines_pkey: PRIMARY KEY (chain_id, store_id, sale_id, line)
  lines_payable_fen_check: CHECK ((payable_fen >= 0))
  lines_qty_m_check: CHECK ((qty_m > 0))
  lines_chain_id_store_id_sale_id_fkey: FOREIGN KEY (chain_id, store_id, sale_id) REFERENCES sales.sales(chain_id, store_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.receipts -- append-only: one row for each number
  chain_id           uuid not null
  store_id           uuid not null
  receipt_no         text not null
  till_id            uuid not null
  business_day       date not null
  seq                bigint not null
  kind               text not null
  doc_id             uuid not null
  receipts_pkey: PRIMARY KEY (chain_id, store_id, receipt_no)
  receipts_chain_id_store_id_till_id_business_day_seq_key: UNIQUE (chain_id, store_id, till_id, business_day, seq)
  receipts_kind_check: CHECK ((kind = ANY (ARRAY['sale'::text, 'return'::text, 'top_up'::text])))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.return_lines -- append-only: as it came back
  chain_id           uuid not null
  store_id           uuid not null
  return_id          uuid not null
  line               integer not null
  sale_id            uuid not null
  qty_m              bigint not null
  amount_fen         bigint not null
  points             bigint not null
  cells_fen          bigint[] not null
  return_lines_pkey: PRIMARY KEY (chain_id, store_id, return_id, line)
  return_lines_amount_fen_check: CHECK ((amount_fen >= 0))
  return_lines_qty_m_check: CHECK ((qty_m > 0))
  return_lines_chain_id_store_id_return_id_fkey: FOREIGN KEY (chain_id, store_id, return_id) REFERENCES sales.returns(chain_id, store_id, id)
  return_lines_chain_id_store_id_sale_id_line_fkey: FOREIGN KEY (chain_id, store_id, sale_id, line) REFERENCES sales.lines(chain_id, store_id, sale_id, line)
  CREATE INDEX return_lines_of_sale ON sales.return_lines USING btree (chain_id, store_id, sale_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.returns -- append-only: a return is never taken back, it is sold again
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  sale_id            uuid not null
  at_store_id        uuid not null
  till_id            uuid not null
  receipt_no         text not null
  business_day       date not null
  made_by            uuid not null
  reason             text not null
  amount_fen         bigint not null
  cells_fen          bigint[] not null
  points_back        bigint not null
  points_clawed      bigint not null
  at                 timestamp with time zone not null
  returns_pkey: PRIMARY KEY (chain_id, store_id, id)
  returns_amount_fen_check: CHECK ((amount_fen >= 0))
  returns_chain_id_store_id_sale_id_fkey: FOREIGN KEY (chain_id, store_id, sale_id) REFERENCES sales.sales(chain_id, store_id, id)
  CREATE INDEX returns_by_time ON sales.returns USING btree (chain_id, at_store_id, at)
  CREATE INDEX returns_of_sale ON sales.returns USING btree (chain_id, store_id, sale_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.sales -- append-only: a sale is changed by returns alone
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  till_id            uuid not null
  receipt_no         text not null
  business_day       date not null
  cashier_id         uuid not null
  member_id          uuid
  list_fen           bigint not null
  saved_fen          bigint not null
  points             bigint not null
  points_fen         bigint not null
  rounding_fen       bigint not null
  payable_fen        bigint not null
  change_fen         bigint not null
  points_earned      bigint not null
  points_rate        bigint not null
  points_balance     bigint
  settings_version   bigint not null
  catalog_version    bigint not null
  engine_version     text not null
  at                 timestamp with time zone not null
  sales_pkey: PRIMARY KEY (chain_id, store_id, id)
  sales_payable_fen_check: CHECK ((payable_fen >= 0))
  CREATE INDEX sales_by_id ON sales.sales USING btree (chain_id, id)
  CREATE INDEX sales_by_time ON sales.sales USING btree (chain_id, store_id, at)
  CREATE INDEX sales_of_member ON sales.sales USING btree (chain_id, member_id, at) WHERE (member_id IS NOT NULL)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.tenders -- append-only: as it was paid
  chain_id           uuid not null
  store_id           uuid not null
  sale_id            uuid not null
  column             integer not null
  kind               text not null
  amount_fen         bigint not null
  tendered_fen       bigint
  change_fen         bigint not null
  reference          text
  tenders_pkey: PRIMARY KEY (chain_id, store_id, sale_id, "column")
  tenders_amount_fen_check: CHECK ((amount_fen > 0))
  tenders_kind_check: CHECK ((kind = ANY (ARRAY['bonus'::text, 'principal'::text, 'cash'::text, 'other'::text])))
  tenders_chain_id_store_id_sale_id_fkey: FOREIGN KEY (chain_id, store_id, sale_id) REFERENCES sales.sales(chain_id, store_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table sales.till_days
  chain_id           uuid not null
  store_id           uuid not null
  till_id            uuid not null
  business_day       date not null
  last_seq           bigint not null
  till_days_pkey: PRIMARY KEY (chain_id, store_id, till_id, business_day)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table storedvalue.top_ups -- append-only: each top-up as it was paid
  chain_id           uuid not null
  member_id          uuid not null
  id                 uuid not null
  store_id           uuid not null
  till_id            uuid not null
  receipt_no         text not null
  principal_fen      bigint not null
  bonus_fen          bigint not null
  tender             text not null
  tendered_fen       bigint
  change_fen         bigint not null
  reference          text
  legal_entity       text not null
  staff_id           uuid not null
  settings_version   bigint not null
  at                 timestamp with time zone not null
  top_ups_pkey: PRIMARY KEY (chain_id, member_id, id)
  top_ups_bonus_fen_check: CHECK ((bonus_fen >= 0))
  top_ups_principal_fen_check: CHECK ((principal_fen > 0))
  top_ups_tender_check: CHECK ((tender = ANY (ARRAY['cash'::text, 'other'::text])))
  CREATE INDEX top_ups_of_store ON storedvalue.top_ups USING btree (chain_id, store_id, at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

CREATE OR REPLACE FUNCTION public.fence(what regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', what);
  execute format('alter table %s force row level security', what);
  execute format('create policy chain on %s using (chain_id = nullif(current_setting(''app.chain_id'', true), '''')::uuid)',
                 what);
end $function$
;

CREATE OR REPLACE FUNCTION public.place(what regclass, side text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if side not in ('ledger', 'member', 'store', 'chain', 'reference') then
    raise exception 'place(%): unknown side %', what, side;
  end if;
end $function$
;
