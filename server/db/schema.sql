-- What all migrations make together. Written by tools/schema.ts; change a migration instead.

table access.devices
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  till_id            uuid not null
  name               text not null
  token_hash         text not null
  enrolled_by        uuid not null
  enrolled_at        timestamp with time zone not null
  seen_at            timestamp with time zone not null
  revoked_at         timestamp with time zone
  revoked_by         uuid
  devices_pkey: PRIMARY KEY (chain_id, store_id, id)
  devices_chain_id_token_hash_key: UNIQUE (chain_id, token_hash)
  devices_chain_id_store_id_till_id_fkey: FOREIGN KEY (chain_id, store_id, till_id) REFERENCES org.tills(chain_id, store_id, id)
  CREATE UNIQUE INDEX devices_of_till ON access.devices USING btree (chain_id, store_id, till_id) WHERE (revoked_at IS NULL)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.enrolments
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  till_id            uuid not null
  name               text not null
  code_hash          text not null
  made_by            uuid not null
  made_at            timestamp with time zone not null
  ends_at            timestamp with time zone not null
  used_at            timestamp with time zone
  enrolments_pkey: PRIMARY KEY (chain_id, store_id, id)
  enrolments_chain_id_code_hash_key: UNIQUE (chain_id, code_hash)
  enrolments_chain_id_store_id_till_id_fkey: FOREIGN KEY (chain_id, store_id, till_id) REFERENCES org.tills(chain_id, store_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.factors
  chain_id           uuid not null
  staff_id           uuid not null
  secret_sealed      bytea not null
  begun_at           timestamp with time zone not null
  confirmed_at       timestamp with time zone
  last_step          bigint not null default 0
  factors_pkey: PRIMARY KEY (chain_id, staff_id)
  factors_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.known_browsers
  chain_id           uuid not null
  staff_id           uuid not null
  browser_id         uuid not null
  first_at           timestamp with time zone not null
  last_at            timestamp with time zone not null
  known_browsers_pkey: PRIMARY KEY (chain_id, staff_id, browser_id)
  known_browsers_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.pins
  chain_id           uuid not null
  staff_id           uuid not null
  pin_hash           text not null
  set_at             timestamp with time zone not null
  pins_pkey: PRIMARY KEY (chain_id, staff_id)
  pins_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.recovery_codes
  chain_id           uuid not null
  staff_id           uuid not null
  code_hash          text not null
  used_at            timestamp with time zone
  recovery_codes_pkey: PRIMARY KEY (chain_id, staff_id, code_hash)
  recovery_codes_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.sessions
  chain_id           uuid not null
  staff_id           uuid not null
  id                 uuid not null
  token_hash         text not null
  device             text not null
  started_at         timestamp with time zone not null
  seen_at            timestamp with time zone not null
  ends_at            timestamp with time zone not null
  ended_at           timestamp with time zone
  store_id           uuid
  device_id          uuid
  opened_by          text not null default 'password'::text
  idle_s             integer not null default 43200
  sessions_pkey: PRIMARY KEY (chain_id, staff_id, id)
  sessions_chain_id_token_hash_key: UNIQUE (chain_id, token_hash)
  sessions_idle_s_check: CHECK ((idle_s > 0))
  sessions_opened_by_check: CHECK ((opened_by = ANY (ARRAY['password'::text, 'pin'::text])))
  sessions_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
  sessions_chain_id_store_id_device_id_fkey: FOREIGN KEY (chain_id, store_id, device_id) REFERENCES access.devices(chain_id, store_id, id)
  CREATE INDEX sessions_of_device ON access.sessions USING btree (chain_id, store_id, device_id) WHERE (device_id IS NOT NULL)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table access.tries
  chain_id           uuid not null
  kind               text not null
  key                text not null
  failures           integer not null
  until_at           timestamp with time zone not null
  last_at            timestamp with time zone not null
  tries_pkey: PRIMARY KEY (chain_id, kind, key)
  tries_kind_check: CHECK ((kind = ANY (ARRAY['browser'::text, 'strangers'::text, 'address'::text, 'code'::text, 'second'::text, 'pin'::text])))
  CREATE INDEX tries_by_time ON access.tries USING btree (chain_id, last_at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table approvals.decisions -- append-only: decided once
  chain_id           uuid not null
  store_id           uuid not null
  request_id         uuid not null
  outcome            text not null
  made_by            uuid not null
  in_person          boolean not null
  note               text
  at                 timestamp with time zone not null
  ends_at            timestamp with time zone not null
  decisions_pkey: PRIMARY KEY (chain_id, store_id, request_id)
  decisions_outcome_check: CHECK ((outcome = ANY (ARRAY['given'::text, 'refused'::text])))
  decisions_chain_id_store_id_request_id_fkey: FOREIGN KEY (chain_id, store_id, request_id) REFERENCES approvals.requests(chain_id, store_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table approvals.requests -- append-only: what was asked for, by whom
  chain_id           uuid not null
  store_id           uuid not null
  id                 uuid not null
  act                text not null
  about              jsonb not null
  asked_by           uuid not null
  asked_at           timestamp with time zone not null
  ends_at            timestamp with time zone not null
  requests_pkey: PRIMARY KEY (chain_id, store_id, id)
  requests_act_check: CHECK ((act = ANY (ARRAY['price_override'::text, 'return_over'::text, 'adjustment'::text, 'export'::text])))
  CREATE INDEX requests_by_end ON approvals.requests USING btree (chain_id, store_id, ends_at)
  CREATE INDEX requests_by_id ON approvals.requests USING btree (chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table approvals.uses -- append-only: used once
  chain_id           uuid not null
  store_id           uuid not null
  request_id         uuid not null
  doc_id             uuid not null
  at                 timestamp with time zone not null
  uses_pkey: PRIMARY KEY (chain_id, store_id, request_id)
  uses_chain_id_store_id_request_id_fkey: FOREIGN KEY (chain_id, store_id, request_id) REFERENCES approvals.requests(chain_id, store_id, id)
  CREATE INDEX uses_of_doc ON approvals.uses USING btree (chain_id, doc_id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table approvals.withdrawals -- append-only: taken back by whoever asked
  chain_id           uuid not null
  store_id           uuid not null
  request_id         uuid not null
  at                 timestamp with time zone not null
  withdrawals_pkey: PRIMARY KEY (chain_id, store_id, request_id)
  withdrawals_chain_id_store_id_request_id_fkey: FOREIGN KEY (chain_id, store_id, request_id) REFERENCES approvals.requests(chain_id, store_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

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
  picture            text
  skus_pkey: PRIMARY KEY (chain_id, id)
  skus_chain_id_code_key: UNIQUE (chain_id, code)
  skus_chain_id_plu_key: UNIQUE (chain_id, plu)
  skus_chain_id_source_code_key: UNIQUE (chain_id, source_code)
  skus_cost_fen_check: CHECK ((cost_fen >= 0))
  skus_list_price_fen_check: CHECK ((list_price_fen >= 0))
  skus_member_price_fen_check: CHECK ((member_price_fen >= 0))
  skus_picture_check: CHECK ((picture ~ '^[0-9a-f]{64}$'::text))
  skus_sold_by_check: CHECK ((sold_by = ANY (ARRAY['piece'::text, 'weight'::text])))
  skus_chain_id_product_id_fkey: FOREIGN KEY (chain_id, product_id) REFERENCES catalog.products(chain_id, id)
  CREATE INDEX skus_by_initials ON catalog.skus USING btree (chain_id, initials text_pattern_ops)
  CREATE INDEX skus_by_picture ON catalog.skus USING btree (chain_id, picture) WHERE (picture IS NOT NULL)
  CREATE INDEX skus_by_pinyin ON catalog.skus USING btree (chain_id, pinyin text_pattern_ops)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table exports.jobs
  chain_id           uuid not null
  id                 uuid not null
  staff_id           uuid not null
  what               text not null
  format             text not null
  language           text not null
  filters_sealed     bytea not null
  columns            text[] not null
  reason             text not null
  state              text not null
  rows               bigint not null default 0
  total              bigint
  bytes              bigint
  sha256             text
  approval_id        uuid
  why_failed         text
  claim              uuid
  claimed_until      timestamp with time zone
  tries              integer not null default 0
  asked_at           timestamp with time zone not null
  ends_at            timestamp with time zone
  written_scope      text
  written_stores     uuid[]
  jobs_pkey: PRIMARY KEY (chain_id, id)
  jobs_check: CHECK (((state = ANY (ARRAY['waiting_approval'::text, 'ready'::text])) <= ((sha256 IS NOT NULL) AND (bytes IS NOT NULL) AND (claim IS NOT NULL))))
  jobs_check1: CHECK (((state = ANY (ARRAY['waiting_approval'::text, 'ready'::text])) <= (ends_at IS NOT NULL)))
  jobs_format_check: CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text])))
  jobs_language_check: CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text])))
  jobs_rows_check: CHECK ((rows >= 0))
  jobs_state_check: CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'waiting_approval'::text, 'ready'::text, 'failed'::text, 'ended'::text])))
  CREATE INDEX jobs_at_work ON exports.jobs USING btree (chain_id, state) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text, 'waiting_approval'::text, 'ready'::text]))
  CREATE INDEX jobs_by_time ON exports.jobs USING btree (chain_id, asked_at) WHERE (state = ANY (ARRAY['failed'::text, 'ended'::text]))
  CREATE INDEX jobs_of_person ON exports.jobs USING btree (chain_id, staff_id, asked_at, id)
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
  store_id           uuid
  audit_pkey: PRIMARY KEY (chain_id, id)
  CREATE INDEX audit_at ON kernel.audit USING btree (chain_id, at, id)
  CREATE INDEX audit_principal ON kernel.audit USING btree (chain_id, principal_id, at, id)
  CREATE INDEX audit_ref ON kernel.audit USING btree (chain_id, ref, at, id)
  CREATE INDEX audit_store ON kernel.audit USING btree (chain_id, store_id, at, id)
  CREATE INDEX audit_verb ON kernel.audit USING btree (chain_id, verb, at, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table kernel.audit_links -- append-only: the audit, linked row by row
  chain_id           uuid not null
  seq                bigint not null
  audit_id           uuid not null
  sealed_at          timestamp with time zone not null
  hash               text not null
  audit_links_pkey: PRIMARY KEY (chain_id, seq)
  audit_links_chain_id_audit_id_key: UNIQUE (chain_id, audit_id)
  audit_links_seq_check: CHECK ((seq > 0))
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
  CREATE INDEX notes_by_time ON kernel.notes USING brin (at)
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
  written_at         timestamp with time zone not null default now()
  once_pkey: PRIMARY KEY (chain_id, owner_id, op_key)
  CREATE INDEX once_by_time ON kernel.once USING brin (written_at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table kernel.places
  chain_id           uuid not null
  place_id           uuid not null
  parent_id          uuid not null
  kind               text not null
  places_pkey: PRIMARY KEY (chain_id, place_id)
  places_kind_check: CHECK ((kind = ANY (ARRAY['region'::text, 'store'::text, 'till'::text])))
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
  starts_at          timestamp with time zone not null
  unset              boolean not null default false
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

table members.consent_wordings -- append-only: new words are a new version
  chain_id           uuid not null
  kind               text not null
  version            integer not null
  zh                 text not null
  en                 text not null
  made_by            uuid not null
  made_at            timestamp with time zone not null
  consent_wordings_pkey: PRIMARY KEY (chain_id, kind, version)
  consent_wordings_kind_check: CHECK ((kind = ANY (ARRAY['service'::text, 'marketing'::text, 'profiling'::text, 'identity'::text, 'guardian'::text])))
  consent_wordings_version_check: CHECK ((version > 1))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

table members.consents -- append-only: consent given and taken back
  chain_id           uuid not null
  member_id          uuid not null
  id                 uuid not null
  kind               text not null
  given              boolean not null
  wording            text
  staff_id           uuid not null
  at                 timestamp with time zone not null
  wording_version    integer not null default 1
  channel            text not null default 'till'::text
  store_id           uuid
  consents_pkey: PRIMARY KEY (chain_id, member_id, id)
  consents_channel_check: CHECK ((channel = ANY (ARRAY['till'::text, 'console'::text])))
  consents_kind_check: CHECK ((kind = ANY (ARRAY['service'::text, 'marketing'::text, 'profiling'::text, 'identity'::text, 'guardian'::text])))
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

table members.identities
  chain_id           uuid not null
  member_id          uuid not null
  kind               text not null
  sealed             bytea not null
  masked             text not null
  fingerprint        text not null
  set_by             uuid not null
  set_at             timestamp with time zone not null
  identities_pkey: PRIMARY KEY (chain_id, member_id, kind)
  identities_kind_check: CHECK ((kind = ANY (ARRAY['real_name'::text, 'id_number'::text, 'bank_account'::text, 'guardian_name'::text, 'guardian_phone'::text])))
  identities_chain_id_member_id_fkey: FOREIGN KEY (chain_id, member_id) REFERENCES members.profiles(chain_id, member_id)
  CREATE INDEX identities_by_fingerprint ON members.identities USING btree (chain_id, kind, fingerprint)
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
  gender             text
  note               text not null default ''::text
  erased_at          timestamp with time zone
  spelling_version   integer not null default 0
  enrolled_by        uuid
  profiles_pkey: PRIMARY KEY (chain_id, member_id)
  profiles_gender_check: CHECK ((gender = ANY (ARRAY['female'::text, 'male'::text])))
  profiles_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  CREATE INDEX profiles_by_initials ON members.profiles USING btree (chain_id, initials text_pattern_ops)
  CREATE INDEX profiles_by_joining ON members.profiles USING btree (chain_id, joined_at, member_id)
  CREATE INDEX profiles_by_last4 ON members.profiles USING btree (chain_id, phone_last4)
  CREATE INDEX profiles_by_pinyin ON members.profiles USING btree (chain_id, pinyin text_pattern_ops)
  CREATE INDEX profiles_by_store ON members.profiles USING btree (chain_id, store_id, joined_at)
  CREATE INDEX profiles_of_guide ON members.profiles USING btree (chain_id, enrolled_by, joined_at DESC, member_id DESC)
  CREATE INDEX profiles_to_spell ON members.profiles USING btree (chain_id, member_id) WHERE (spelling_version = 0)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table members.spellings
  chain_id           uuid not null
  member_id          uuid not null
  spelling           text not null
  spellings_pkey: PRIMARY KEY (chain_id, member_id, spelling)
  CREATE INDEX spellings_by_start ON members.spellings USING btree (chain_id, spelling text_pattern_ops)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table members.visits
  chain_id           uuid not null
  member_id          uuid not null
  store_id           uuid not null
  joined_at          timestamp with time zone not null
  first_at           timestamp with time zone not null
  last_at            timestamp with time zone not null
  visits_pkey: PRIMARY KEY (chain_id, member_id, store_id)
  visits_chain_id_store_id_fkey: FOREIGN KEY (chain_id, store_id) REFERENCES org.stores(chain_id, id)
  CREATE INDEX visits_of_store ON members.visits USING btree (chain_id, store_id, joined_at, member_id)
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

table org.regions
  chain_id           uuid not null
  id                 uuid not null
  name               text not null
  made_at            timestamp with time zone not null
  regions_pkey: PRIMARY KEY (chain_id, id)
  regions_chain_id_name_key: UNIQUE (chain_id, name)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.roles
  chain_id           uuid not null
  id                 uuid not null
  code               text
  name               text
  scope              text not null
  permissions        text[]
  made_at            timestamp with time zone not null
  roles_pkey: PRIMARY KEY (chain_id, id)
  roles_chain_id_code_key: UNIQUE (chain_id, code)
  roles_chain_id_name_key: UNIQUE (chain_id, name)
  roles_check: CHECK (((code IS NOT NULL) OR ((name IS NOT NULL) AND (permissions IS NOT NULL))))
  roles_scope_check: CHECK ((scope = ANY (ARRAY['chain'::text, 'region'::text, 'store'::text, 'own'::text])))
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.staff
  chain_id           uuid not null
  id                 uuid not null
  name               text not null
  phone_key          text not null
  phone_sealed       bytea not null
  phone_masked       text not null
  password_hash      text not null
  made_at            timestamp with time zone not null
  left_at            timestamp with time zone
  role_id            uuid not null
  first_password     boolean not null default false
  vouched_by         uuid
  vouched_at         timestamp with time zone
  staff_pkey: PRIMARY KEY (chain_id, id)
  staff_chain_id_phone_key_key: UNIQUE (chain_id, phone_key)
  staff_check: CHECK (((vouched_by IS NULL) = (vouched_at IS NULL)))
  staff_chain_id_role_id_fkey: FOREIGN KEY (chain_id, role_id) REFERENCES org.roles(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table org.staff_regions
  chain_id           uuid not null
  staff_id           uuid not null
  region_id          uuid not null
  staff_regions_pkey: PRIMARY KEY (chain_id, staff_id, region_id)
  staff_regions_chain_id_region_id_fkey: FOREIGN KEY (chain_id, region_id) REFERENCES org.regions(chain_id, id)
  staff_regions_chain_id_staff_id_fkey: FOREIGN KEY (chain_id, staff_id) REFERENCES org.staff(chain_id, id)
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
  region_id          uuid
  credit_code        text
  hours              jsonb
  address            text not null default ''::text
  phone              text not null default ''::text
  closed_at          timestamp with time zone
  stores_pkey: PRIMARY KEY (chain_id, id)
  stores_chain_id_code_key: UNIQUE (chain_id, code)
  stores_code_check: CHECK ((code ~ '^[A-Z]([A-Z0-9]{0,6}[A-Z])?$'::text))
  stores_cutoff_hour_check: CHECK (((cutoff_hour >= 0) AND (cutoff_hour <= 23)))
  stores_ownership_check: CHECK ((ownership = ANY (ARRAY['direct'::text, 'franchise'::text])))
  stores_chain_id_region_id_fkey: FOREIGN KEY (chain_id, region_id) REFERENCES org.regions(chain_id, id)
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

table platform.grants
  chain_id           uuid not null
  id                 uuid not null
  operator_id        uuid not null
  operator_name      text not null
  phone_masked       text not null
  permissions        text[] not null
  reason             text not null
  from_at            timestamp with time zone not null
  until_at           timestamp with time zone not null
  given_by           uuid not null
  given_at           timestamp with time zone not null
  ended_at           timestamp with time zone
  ended_by           uuid
  grants_pkey: PRIMARY KEY (chain_id, id)
  grants_check: CHECK ((until_at > from_at))
  grants_check1: CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
  CREATE INDEX grants_of_operator ON platform.grants USING btree (chain_id, operator_id, until_at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table platform.invitations
  chain_id           uuid not null
  id                 uuid not null
  chain_code         text not null
  name               text not null
  code_key           text not null
  made_by            uuid not null
  made_at            timestamp with time zone not null
  ends_at            timestamp with time zone not null
  ended_at           timestamp with time zone
  used_at            timestamp with time zone
  made_chain_id      uuid
  invitations_pkey: PRIMARY KEY (chain_id, id)
  invitations_chain_id_code_key_key: UNIQUE (chain_id, code_key)
  invitations_chain_id_made_by_fkey: FOREIGN KEY (chain_id, made_by) REFERENCES platform.operators(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table platform.operators
  chain_id           uuid not null
  id                 uuid not null
  name               text not null
  phone_key          text not null
  phone_masked       text not null
  password_hash      text not null
  first_password     boolean not null
  made_at            timestamp with time zone not null
  left_at            timestamp with time zone
  operators_pkey: PRIMARY KEY (chain_id, id)
  operators_chain_id_phone_key_key: UNIQUE (chain_id, phone_key)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table platform.sessions
  chain_id           uuid not null
  operator_id        uuid not null
  id                 uuid not null
  token_hash         text not null
  device             text not null
  started_at         timestamp with time zone not null
  ends_at            timestamp with time zone not null
  ended_at           timestamp with time zone
  sessions_pkey: PRIMARY KEY (chain_id, operator_id, id)
  sessions_chain_id_token_hash_key: UNIQUE (chain_id, token_hash)
  sessions_chain_id_operator_id_fkey: FOREIGN KEY (chain_id, operator_id) REFERENCES platform.operators(chain_id, id)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: delete, insert, select, update

table platform.visits
  chain_id           uuid not null
  id                 uuid not null
  operator_id        uuid not null
  operator_session_i uuid not null
  token_hash         text not null
  device             text not null
  started_at         timestamp with time zone not null
  ends_at            timestamp with time zone not null
  ended_at           timestamp with time zone
  visits_pkey: PRIMARY KEY (chain_id, id)
  visits_chain_id_token_hash_key: UNIQUE (chain_id, token_hash)
  CREATE INDEX visits_of_operator ON platform.visits USING btree (chain_id, operator_id, started_at)
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
  token              text not null
  sales_pkey: PRIMARY KEY (chain_id, store_id, id)
  sales_payable_fen_check: CHECK ((payable_fen >= 0))
  CREATE INDEX sales_by_id ON sales.sales USING btree (chain_id, id)
  CREATE INDEX sales_by_time ON sales.sales USING btree (chain_id, store_id, at)
  CREATE INDEX sales_by_token ON sales.sales USING btree (chain_id, token)
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

table storedvalue.adjustments -- append-only: each adjustment as it was made
  chain_id           uuid not null
  member_id          uuid not null
  id                 uuid not null
  store_id           uuid not null
  account            text not null
  amount             bigint not null
  reason             text not null
  approval_id        uuid
  legal_entity       text not null
  staff_id           uuid not null
  settings_version   bigint not null
  at                 timestamp with time zone not null
  adjustments_pkey: PRIMARY KEY (chain_id, member_id, id)
  adjustments_account_check: CHECK ((account = ANY (ARRAY['principal'::text, 'bonus'::text, 'points'::text])))
  adjustments_amount_check: CHECK ((amount <> 0))
  CREATE INDEX adjustments_of_store ON storedvalue.adjustments USING btree (chain_id, store_id, at)
  row security: forced
  policy chain for all using (chain_id = (NULLIF(current_setting('app.chain_id'::text, true), ''::text))::uuid)
  granted to the application: insert, select

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
