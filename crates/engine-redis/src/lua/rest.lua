-- Everything but commits.

-- Rooms are numbered anew: who knows the old numbers knows them from the new ones.
local function renumber(c, log, run)
  local now = clock()
  -- Greater than any before, and below 2^53.
  local epoch = string.format('%.0f', now * 1024 + math.floor(math.random() * 1024))
  local number = c + 1
  rc('HSET', META, 'e', epoch, 'r', run)
  tell(number, 'renumber:' .. epoch, 0, 0, { 0 }, { { 11, epoch } }, log)
  return number, epoch
end

-- The number of the first commit that an entry of the log tells.
local function first_of(entry)
  local _, number = cmsgpack.unpack_limit(entry[2][4], 1, 0)
  return number
end

-- Whether a commit is the one that a node knows by its number. One that is no longer remembered says nothing either way.
local function is_same(entry, by)
  return not entry or by == '' or entry[2][2] == by
end

-- All that was told after a commit; nil where it is no longer remembered.
local function missed_since(applied, c, entry)
  if applied == c then return {} end
  local missed = rc('XRANGE', LOG, '(' .. applied .. '-0', '+')
  if entry or (missed[1] and first_of(missed[1]) == applied + 1) then return missed end
end

-- A node comes, or comes back: from which commit on it goes on, and what it has missed. What was sent over its last connection and comes
-- later has no effect.
local function attach()
  local applied, by, known, log, seed = tonumber(ARGV[2]), ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
  local partitions, node, connection = ARGV[7], ARGV[8], ARGV[9]
  math.randomseed(seed)
  local run = string.match(rc('INFO', 'server'), 'run_id:(%w+)') or ''
  local meta = rc('HMGET', META, 'c', 'e', 'r', 'f', 'n')
  local c, epoch = tonumber(meta[1]), meta[2]
  if c and meta[4] ~= FORMAT and meta[4] ~= '1' then return { 'format', meta[4] } end
  if c and meta[5] ~= partitions then return { 'partitions', meta[5] } end
  if not c then
    rc('HSET', META, 'c', 0, 'h', 0, 'q', 0, 'f', FORMAT, 'n', partitions)
    c, epoch = renumber(0, log, run)
  elseif meta[4] == '1' then
    -- Of the first format only the log was another. Nodes of that version don't know the new numbering, and are refused when they ask.
    rc('DEL', LOG)
    rc('HSET', META, 'f', FORMAT)
    c, epoch = renumber(c, log, run)
  elseif meta[3] ~= run then
    -- Another process serves the partition: it may not have all that the last one told.
    c, epoch = renumber(c, log, run)
  end
  local entry = applied > 0 and rc('XRANGE', LOG, applied .. '-0', applied .. '-0')[1]
  local same = applied <= c and is_same(entry, by)
  if applied > 0 and not same and epoch == known then c, epoch = renumber(c, log, run) end
  rc('HSET', META, node, connection)
  local newest = rc('XREVRANGE', LOG, '+', '-', 'COUNT', 1)[1]
  local answer = { 'attached', c, epoch, next_due() or '', newest and newest[2][2] or '' }
  local missed = applied > 0 and same and missed_since(applied, c, entry)
  if missed then
    answer[1] = 'continued'
    for i = 1, #missed do answer[i + 5] = missed[i][2][4] end
  end
  return answer
end

-- Which number a commit has that is among those of an entry of the log.
local function number_of(by, entry)
  local payload, at = entry[2][4], 0
  if not string.find(payload, by, 1, true) then return end
  while at >= 0 do
    local number, _, body
    at, number, _, _, body = cmsgpack.unpack_limit(payload, 4, at)
    if body[1] == by then return number end
  end
end

-- What became of a commit whose answer was lost, which can only be one after a number. Asked over a later connection than it was sent
-- over: what has not taken effect by now never will.
local function fate()
  local since, by = tonumber(ARGV[2]), ARGV[3]
  local first = rc('XRANGE', LOG, '-', '+', 'COUNT', 1)[1]
  local from = '(' .. since .. '-0'
  local count = 500
  repeat
    local entries = rc('XRANGE', LOG, from, '+', 'COUNT', count)
    for i = 1, #entries do
      local number = number_of(by, entries[i])
      if number then return { 'done', number } end
    end
    if #entries > 0 then from = '(' .. entries[#entries][1] end
  until #entries < count
  if first and first_of(first) > since + 1 then return { 'forgotten' } end
  return { 'undone' }
end

-- So many values of an interval, from its end on; fewer where they are long. First, whether those are all.
local function range_of(from, to, is_reverse, most, longest)
  local names
  if is_reverse then
    names = rc('ZREVRANGEBYLEX', INDEX, '(' .. to, '[' .. from, 'LIMIT', 0, most)
  else
    names = rc('ZRANGEBYLEX', INDEX, '[' .. from, '(' .. to, 'LIMIT', 0, most)
  end
  local found, size = { #names < most and 1 or 0 }, 0
  for i = 1, #names do
    local value = rc('HGET', VALUES, names[i])
    found[#found + 1] = names[i]
    found[#found + 1] = value
    size = size + #value
    if size > longest and i < #names then
      found[1] = 0
      break
    end
  end
  return found
end

-- What is stored at this moment, and which moment it is.
local function read()
  local meta = rc('HMGET', META, 'c', 'e')
  if meta[2] ~= ARGV[2] then return { 'lost' } end
  local kind, name = ARGV[3], ARGV[4]
  local found = {}
  if kind == 'value' then
    found = rc('HGET', VALUES, name)
  elseif kind == 'list' then
    local names = rc('ZRANGEBYLEX', INDEX, '[' .. name, '(' .. name .. '\255')
    for i = 1, #names, 1000 do
      local last = math.min(i + 999, #names)
      local values = rc('HMGET', VALUES, unpack(names, i, last))
      for j = i, last do
        found[#found + 1] = names[j]
        found[#found + 1] = values[j - i + 1]
      end
    end
  elseif kind == 'range' then
    found = range_of(name, ARGV[5], ARGV[6] == 'r', tonumber(ARGV[7]), tonumber(ARGV[8]))
  elseif kind == 'document' then
    local version = rc('HGET', VERSIONS, name)
    found = { version, rc('HGET', CONTENTS, name) }
    if version and ARGV[5] ~= '' then
      local wanted = tonumber(version) - tonumber(ARGV[5])
      if wanted > 0 then found[3] = rc('LRANGE', OPERATIONS .. name, -wanted, -1) end
    end
  elseif kind == 'members' then
    found = rc('HKEYS', MEMBERS .. name)
  elseif kind == 'online' then
    found = rc('HGET', ONLINE, name)
  elseif kind == 'room' then
    found = rc('HGET', ROOMS, name)
  elseif kind == 'history' then
    found = { rc('HGET', ROOMS, name) or 0 }
    for _, entry in ipairs(rc('XRANGE', HISTORY .. name, '(' .. ARGV[5] .. '-0', '+')) do
      found[#found + 1] = entry[1]
      found[#found + 1] = entry[2][2]
    end
  end
  return { 'read', tonumber(meta[1]), found }
end

local function described(id)
  local job = rc('HMGET', JOB .. id, 's', 'd', 'a', 'c', 't', 'r')
  return { id, job[1], job[2], job[3], job[4], job[5], job[6] or '' }
end

-- Which jobs are due, oldest first: by when they are due, and then by their order.
local function due_jobs(now, most)
  local found = {}
  for _, id in ipairs(rc('ZRANGEBYSCORE', CLAIMED, '-inf', now)) do
    local job = rc('HMGET', JOB .. id, 't', 'd')
    if is_replaced(id, job[1]) then remove_job(id) else found[#found + 1] = { tonumber(job[2]), id } end
  end
  local waiting = rc('ZRANGEBYSCORE', WAITING, '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
  for i = 1, #waiting, 2 do found[#found + 1] = { tonumber(waiting[i + 1]), waiting[i] } end
  table.sort(found, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  return found
end

-- When the first so many are due: what nodes with several partitions choose by.
local function peek()
  local times = {}
  local found = due_jobs(tonumber(ARGV[2]), tonumber(ARGV[3]))
  for i = 1, math.min(#found, tonumber(ARGV[3])) do times[i] = string.format('%.0f', found[i][1]) end
  return { next_due() or '', times }
end

local function claim()
  local now, ends, most, node = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
  local call, known = tonumber(ARGV[6]), tonumber(ARGV[7])
  -- The answers to the node's calls between were lost: nobody handles what they claimed.
  if call > known + 1 then release_claims(node, known) end
  -- Nor what one of them claims that comes only now, after a later one.
  if call <= tonumber(rc('HGET', META, 'k' .. node) or 0) then return { next_due() or '', {} } end
  rc('HSET', META, 'k' .. node, call)
  local found = due_jobs(now, most)
  local jobs = {}
  for i = 1, math.min(#found, most) do
    local id = found[i][2]
    local key = JOB .. id
    rc('HSET', key, 'c', rc('HINCRBY', META, 'q', 1), 'o', node, 'k', call)
    rc('ZREM', WAITING, id)
    rc('ZADD', CLAIMED, ends, id)
    jobs[i] = described(id)
  end
  return { next_due() or '', jobs }
end

-- Lets a claim last longer; never shorter.
local function extend()
  local id, held, ends = ARGV[2], ARGV[3], ARGV[4]
  local before = rc('ZSCORE', CLAIMED, id)
  local is_held = before and rc('HGET', JOB .. id, 'c') == held
  if is_held and tonumber(ends) > tonumber(before) then rc('ZADD', CLAIMED, ends, id) end
  return { next_due() or '', is_held and 1 or 0 }
end

-- Gives a claimed job back: to wait again, or to be put aside.
local function fail()
  local id, held, reason, again, attempts = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
  local key = JOB .. id
  local job = rc('HMGET', key, 'c', 't')
  if job[1] == held and rc('ZSCORE', CLAIMED, id) then
    if again == '' then
      local _, micros = clock()
      rc('ZREM', CLAIMED, id)
      rc('ZADD', ASIDE, string.format('%.0f', micros), id)
      rc('HSET', key, 'r', reason, 'a', attempts)
      if job[2] ~= '' and rc('HGET', NAMED, job[2]) == id then rc('HDEL', NAMED, job[2]) end
    elseif is_replaced(id, job[2]) then
      remove_job(id)
    else
      rc('ZREM', CLAIMED, id)
      rc('HSET', key, 'd', again, 'c', '', 'a', attempts)
      rc('ZADD', WAITING, again, id)
      if job[2] ~= '' then rc('HSET', NAMED, job[2], id) end
    end
  end
  return { next_due() or '' }
end

local function aside()
  local found = rc('ZREVRANGE', ASIDE, 0, tonumber(ARGV[2]) - 1, 'WITHSCORES')
  local jobs = {}
  for i = 1, #found, 2 do
    local job = described(found[i])
    job[8] = found[i + 1]
    jobs[#jobs + 1] = job
  end
  return jobs
end

local function retry()
  local id, now = ARGV[2], ARGV[3]
  if not rc('ZSCORE', ASIDE, id) then return { next_due() or '', 0 } end
  rc('ZREM', ASIDE, id)
  local tag = rc('HGET', JOB .. id, 't')
  if is_replaced(id, tag) then
    -- Another has taken its name meanwhile: that one keeps it.
    rc('HSET', JOB .. id, 't', '')
  elseif tag ~= '' then
    rc('HSET', NAMED, tag, id)
  end
  rc('HSET', JOB .. id, 'd', now)
  rc('ZADD', WAITING, now, id)
  return { next_due() or '', 1 }
end

-- Prolongs a node's lease. Gives when it began: where it had ended, so that others may have taken the node's members away, that is another
-- time. So a node hears of it by the next answer that it gets, whichever that is.
local function renew()
  local node, lasts = ARGV[2], tonumber(ARGV[3])
  local now = clock()
  local ends = rc('ZSCORE', LEASES, node)
  rc('ZADD', LEASES, now + lasts, node)
  if not (ends and tonumber(ends) > now) then rc('HSET', META, 'l' .. node, string.format('%.0f', now)) end
  return rc('HGET', META, 'l' .. node)
end

-- Forgets what expired long ago, as a commit, so that all nodes hear of it.
local function forget_expired(now, most, log)
  local names = rc('ZRANGEBYSCORE', EXPIRY, '-inf', now, 'LIMIT', 0, most)
  if #names == 0 then return 0 end
  local writes, results = {}, {}
  for i = 1, #names do
    writes[i] = { 2, names[i] }
    results[i] = remove_value(names[i])
  end
  local number = rc('HGET', META, 'c') + 1
  touch(names, number)
  tell(number, 'sweep', now, 0, results, writes, log)
  return #names
end

-- What is done now and then, by one node at a time.
local function sweep()
  local node, most, log, grace = ARGV[2], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
  local time = clock()
  -- A node whose clock is ahead must not forget what others still see.
  local now = math.min(tonumber(ARGV[3]), time) - grace
  if not rc('SET', base .. ':sweeper', node, 'NX', 'PX', 3000) then
    if rc('GET', base .. ':sweeper') ~= node then return 0 end
    rc('PEXPIRE', base .. ':sweeper', 3000)
  end
  local forgotten = forget_expired(now, most, log)
  local meta = rc('HMGET', META, 'c', 'h')
  local horizon = tonumber(meta[1]) - log
  if horizon > meta[2] + log / 10 then
    rc('ZREMRANGEBYSCORE', WRITTEN, '-inf', horizon)
    rc('HSET', META, 'h', horizon)
  end
  for _, gone in ipairs(rc('ZRANGEBYSCORE', LEASES, '-inf', time)) do
    release_claims(gone)
    if rc('SCARD', SEATS .. gone) == 0 then
      rc('ZREM', LEASES, gone)
      rc('HDEL', META, gone, 'k' .. gone, 'l' .. gone)
    end
  end
  return forgotten
end

-- Who is still in a room of a node whose lease has ended.
local function abandoned()
  local found = {}
  if rc('GET', base .. ':sweeper') ~= ARGV[2] then return found end
  local most = tonumber(ARGV[3])
  for _, gone in ipairs(rc('ZRANGEBYSCORE', LEASES, '-inf', (clock()))) do
    if #found < most then
      local seats = rc('SRANDMEMBER', SEATS .. gone, most - #found)
      for i = 1, #seats do found[#found + 1] = seats[i] end
    end
  end
  return found
end

-- How many nodes are alive beside one. Those that have gone have half a millisecond in their lease.
local function alive_beside(node)
  local count = 0
  local all = rc('ZRANGEBYSCORE', LEASES, '(' .. clock(), '+inf', 'WITHSCORES')
  for i = 1, #all, 2 do
    if all[i] ~= node and tonumber(all[i + 1]) % 1 == 0 then count = count + 1 end
  end
  return count
end

-- What nodes tell of themselves: whether it said that it ends, the time, a bar, its words.
local function announce(node, kind, what)
  rc('HSET', NODES, node, string.format('%s%.0f|%s', kind, clock(), what))
end

-- All that nodes have told, without those that ended a quarter of an hour ago.
local function nodes()
  local now, found = clock(), {}
  local all = rc('HGETALL', NODES)
  for i = 1, #all, 2 do
    local kind, at, what = string.match(all[i + 1], '^(.)(%d+)|(.*)$')
    local silent, ends = math.max(0, now - tonumber(at)), rc('ZSCORE', LEASES, all[i])
    local lives = kind == 'a' and ends and tonumber(ends) > now
    if silent > 900000 and not lives then
      rc('HDEL', NODES, all[i])
    else
      found[#found + 1] = { all[i], lives and 'alive' or kind == 'a' and 'lost' or 'left', string.format('%.0f', silent), what }
    end
  end
  return found
end

-- A node tells of itself, unless it has said that it ends: that may overtake what it tells. Where many have come and gone and nobody looked, those
-- are forgotten.
local function tell_of()
  local told = rc('HGET', NODES, ARGV[2])
  if told and starts(told, 'l') then return 0 end
  announce(ARGV[2], 'a', ARGV[3])
  if rc('HLEN', NODES) > 50 then nodes() end
  return 1
end

-- A node goes. Where others are left, its members have a while to come to them, who see those leave that don't; else nobody would, and
-- they are gone at once.
local function detach()
  local node, log, farewell = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
  release_claims(node)
  local now, told = clock(), rc('HGET', NODES, node)
  if told then announce(node, 'l', string.match(told, '|(.*)$')) end
  rc('ZREM', LEASES, node)
  if alive_beside(node) > 0 then
    rc('ZADD', LEASES, string.format('%.1f', now + farewell + 0.5), node)
    return 0
  end
  local seats = rc('SMEMBERS', SEATS .. node)
  for first = 1, #seats, 500 do
    local writes, results, names = {}, {}, {}
    for i = first, math.min(first + 499, #seats) do
      local seat = cmsgpack.unpack(seats[i])
      writes[#writes + 1] = { 9, seat[1], seat[2], seat[3] }
      results[#results + 1] = leave(seat[1], seat[2], seat[3], names)
    end
    local number = rc('HGET', META, 'c') + 1
    touch(names, number)
    tell(number, 'detach:' .. node, now, 0, results, writes, log)
  end
  rc('DEL', SEATS .. node)
  rc('HDEL', META, node, 'k' .. node, 'l' .. node)
  return #seats
end

-- Values by their names, so many after one.
local function values()
  local after = ARGV[2] == '' and '-' or '(' .. ARGV[2]
  local names = rc('ZRANGEBYLEX', INDEX, after, '+', 'LIMIT', 0, ARGV[3])
  local found = {}
  for i = 1, #names do
    found[#found + 1] = names[i]
    found[#found + 1] = rc('HGET', VALUES, names[i])
  end
  return found
end

-- So many values whose names have a prefix, from behind a name on; fewer where they are long. First, whether there are more.
local function browse()
  local prefix, behind, most, longest = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
  local from = behind == '' and '[' .. prefix or '(' .. behind
  local names = rc('ZRANGEBYLEX', INDEX, from, '(' .. prefix .. '\255', 'LIMIT', 0, most)
  local found, size = { #names == most and 1 or 0 }, 0
  for i = 1, #names do
    local value = rc('HGET', VALUES, names[i])
    found[#found + 1] = names[i]
    found[#found + 1] = value
    size = size + #value
    if size > longest and i < #names then
      found[1] = 1
      break
    end
  end
  return found
end

-- About so many documents, with their versions; first where to go on.
local function leaf()
  return rc('HSCAN', VERSIONS, ARGV[2], 'MATCH', ARGV[3], 'COUNT', ARGV[4])
end

-- The jobs that wait, the soonest due first.
local function waiting()
  local found = {}
  for _, id in ipairs(rc('ZRANGE', WAITING, 0, tonumber(ARGV[2]) - 1)) do found[#found + 1] = described(id) end
  return found
end

-- How many other nodes are there.
local function others()
  return alive_beside(ARGV[2])
end

local function documents()
  return rc('HKEYS', VERSIONS)
end

local function jobs()
  local found = {}
  for _, list in ipairs({ WAITING, CLAIMED }) do
    for _, id in ipairs(rc('ZRANGE', list, 0, -1)) do found[#found + 1] = described(id) end
  end
  return found
end

local functions = {
  browse = browse, leaf = leaf, waiting = waiting, values = values, documents = documents, jobs = jobs, others = others,
  attach = attach, fate = fate, read = read, peek = peek, claim = claim, extend = extend, fail = fail, aside = aside,
  retry = retry, renew = renew, sweep = sweep, abandoned = abandoned, detach = detach, announce = tell_of, nodes = nodes,
}
return functions[ARGV[1]]()
