-- Who enrolled a member: a shopping guide sees those alone. Null where the machine did it, or nobody knows.

alter table members.profiles add column enrolled_by uuid;
create index profiles_of_guide on members.profiles (chain_id, enrolled_by, joined_at desc, member_id desc);

do $$
declare one uuid;
begin
  for one in select chain_id from kernel.directory where kind = 'chain_code' loop
    perform set_config('app.chain_id', one::text, true);
    update members.profiles p set enrolled_by = a.principal_id from kernel.audit a
     where p.chain_id = one and a.chain_id = one and a.verb = 'member.enrol' and a.ref = p.member_id::text
       and a.principal_kind = 'staff';
  end loop;
  perform set_config('app.chain_id', '', true);
end $$;
