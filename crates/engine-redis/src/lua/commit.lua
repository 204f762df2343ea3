-- A commit: checked, written, numbered, remembered and told, in one step.

-- Whether nothing of what was read has changed after commit n, and nothing of it expires between two times.
local function unchanged(reads, c, n, horizon, was, now)
  local keys, prefixes, absent = reads[1], reads[2], reads[3]
  if #keys + #prefixes + #absent == 0 then return true end
  if c > n then
    if n < horizon then return false end
    for i = 1, #keys do
      local at = rc('ZSCORE', WRITTEN, keys[i])
      if at and tonumber(at) > n then return false end
    end
    if #prefixes > 0 then
      for _, name in ipairs(rc('ZRANGEBYSCORE', WRITTEN, '(' .. n, '+inf')) do
        for i = 1, #prefixes do
          if starts(name, prefixes[i]) then return false end
        end
      end
    end
  end
  for i = 1, #absent do
    local found = rc('HGET', VALUES, absent[i])
    if found then
      local ends = kept_until(found)
      if not ends or was < ends then return false end
    end
  end
  if now > was then
    for i = 1, #keys do
      local kind = string.byte(keys[i])
      -- Values of the three spaces: v, g, s.
      if kind == 118 or kind == 103 or kind == 115 then
        local found = rc('HGET', VALUES, keys[i])
        local ends = found and kept_until(found)
        if ends and was < ends and ends <= now then return false end
      end
    end
    if #prefixes > 0 then
      for _, name in ipairs(rc('ZRANGEBYSCORE', EXPIRY, '(' .. was, now)) do
        for i = 1, #prefixes do
          if starts(name, prefixes[i]) then return false end
        end
      end
    end
  end
  return true
end

-- What can't be told from the operation itself: the content before, how many operations are kept, and which went.
local function operate(write, operations, names)
  local name, version, operation, content = write[2], write[3], write[4], write[5]
  rc('HSET', VERSIONS, name, version)
  local kept = rc('RPUSH', OPERATIONS .. name, operation)
  names[#names + 1] = name
  local result = { true, kept }
  if content ~= '' then
    result[1] = rc('HGET', CONTENTS, name)
    rc('HSET', CONTENTS, name, version .. '|' .. content)
  end
  if kept > operations then
    -- What came after the content stays, for the content can't be brought up to date without it.
    local content_version = version
    if content == '' then
      local found = rc('HGET', CONTENTS, name)
      content_version = found and kept_until(found) or 0
    end
    local keep = math.max(operations, version - content_version)
    if kept > keep then
      result[2] = keep
      for _, gone in ipairs(rc('LPOP', OPERATIONS .. name, kept - keep)) do result[#result + 1] = gone end
    end
  end
  return result
end

local function schedule(tag, static, due, now)
  if tag ~= '' then forget_job(tag, now) end
  local number = rc('HINCRBY', META, 'q', 1)
  local id = string.format('%016x', number)
  if tag ~= '' then rc('HSET', NAMED, tag, id) end
  rc('HSET', JOB .. id, 's', static, 'd', due, 'a', 0, 't', tag, 'c', '')
  rc('ZADD', WAITING, due, id)
end

local function commit()
  local epoch, n, was, now = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
  local node, place, count = ARGV[6], ARGV[7], tonumber(ARGV[8])
  -- First of all whether it has taken effect already: its answer was lost then.
  local last = rc('HGET', DONE .. node, place)
  if last then
    local at = string.find(last, ' ', 1, true)
    local done = tonumber(string.sub(last, 1, at - 1))
    if done == count then return { 'done', tonumber(string.sub(last, at + 1)) } end
    if done > count then return { 'late' } end
  end
  local meta = rc('HMGET', META, 'c', 'e', 'h')
  if meta[2] ~= epoch then return { 'lost' } end
  local c = tonumber(meta[1])
  if n > c then return { 'lost' } end
  local reads = cmsgpack.unpack(ARGV[9])
  local job = reads[5]
  if job[1] then
    local claim = rc('HGET', JOB .. job[1], 'c')
    if claim ~= job[2] or not rc('ZSCORE', CLAIMED, job[1]) then return { 'conflict' } end
  end
  if not unchanged(reads, c, n, tonumber(meta[3]), was, now) then return { 'conflict' } end
  local documents = reads[4]
  for i = 1, #documents do
    local version = tonumber(rc('HGET', VERSIONS, documents[i][1]) or 0)
    if version + 1 ~= documents[i][2] then return { 'refused', i, version } end
  end
  local writes = cmsgpack.unpack(ARGV[10])[2]
  -- Nothing is written: what was read is still so, and that was the question.
  if #writes == 0 and not job[1] then return { 'done', c } end

  local limits = cmsgpack.unpack(ARGV[11])
  local history, age, operations, log = limits[1], limits[2], limits[3], limits[4]
  local number = c + 1
  local results, names = {}, {}
  local due = true
  if job[1] then
    remove_job(job[1])
    due = false
  end
  for i = 1, #writes do
    local write = writes[i]
    local kind = write[1]
    local result = 0
    if kind == 1 then
      local name = write[2]
      local old = rc('HGET', VALUES, name)
      rc('HSET', VALUES, name, write[3])
      if not old then rc('ZADD', INDEX, 0, name) end
      if write[4] ~= '' then
        rc('ZADD', EXPIRY, write[4], name)
      elseif old and string.byte(old) ~= BAR then
        rc('ZREM', EXPIRY, name)
      end
      names[#names + 1] = name
      result = old
    elseif kind == 2 then
      result = remove_value(write[2])
      if result then names[#names + 1] = write[2] end
    elseif kind == 3 then
      result = operate(write, operations, names)
    elseif kind == 4 then
      result = rc('HINCRBY', ROOMS, write[2], 1)
      if history > 0 then
        local key = HISTORY .. write[2]
        rc('XADD', key, 'MAXLEN', history, result .. '-0', 'm', write[3])
        rc('PEXPIRE', key, age)
      end
    elseif kind == 6 then
      schedule(write[2], write[3], write[4], now)
      due = false
    elseif kind == 7 then
      forget_job(write[2], now)
      due = false
    elseif kind == 8 then
      local room, user, member = write[2], write[3], write[4]
      if rc('HSETNX', MEMBERS .. room, member, node) == 1 then
        rc('SADD', SEATS .. node, cmsgpack.pack({ room, user, member }))
        names[#names + 1] = 'm' .. room
        result = 1
        if rc('HINCRBY', ONLINE, user, 1) == 1 then
          names[#names + 1] = 'u' .. user
          result = 2
        end
      end
    elseif kind == 12 then
      local name = write[2]
      rc('HSET', VERSIONS, name, write[3])
      rc('HSET', CONTENTS, name, write[3] .. '|' .. write[4])
      rc('DEL', OPERATIONS .. name)
      for _, operation in ipairs(write[5]) do rc('RPUSH', OPERATIONS .. name, operation) end
      names[#names + 1] = name
    elseif kind == 9 then
      result = leave(write[2], write[3], write[4], names)
    end
    results[i] = result
  end
  touch(names, number)
  if not due then due = next_due() else due = 0 end
  rc('HSET', DONE .. node, place, count .. ' ' .. number)
  tell(number, node .. ':' .. place .. ':' .. count, now, due, results, ARGV[10], log)
  return { 'done', number }
end
