-- Commits: each is checked, written and numbered by itself; those that come in one call are remembered and told together.
--
-- ARGV: the rooms' numbering; the node, and which of its connections this is; how many messages of a room are remembered, and for how
-- long; how many operations of a document, and how many commits. Then for each commit what it rests on, and what it tells.
--
-- Nearly all that Redis does for a message is this: no function is made here, and no key's name, that only rare commits need.
local rc, pack, unpack_all = redis.call, cmsgpack.pack, cmsgpack.unpack
local base, node = KEYS[1], ARGV[2]
local META, WRITTEN, VALUES = base .. ':meta', base .. ':written', base .. ':values'
local ROOMS, HISTORY = base .. ':rooms', base .. ':history:'
local history, age, operations, log = ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[7])
local meta = rc('HMGET', META, 'c', 'e', 'h', node, 't')
-- What comes over a connection that has been replaced must not take effect: its fate was told already.
if meta[2] ~= ARGV[1] or meta[4] ~= ARGV[3] then return 'lost' end
local began = tonumber(meta[1])
-- Whether somebody may wait for a turn.
local has_turns = meta[5]
-- So often a commit loses before it queues up.
local LOSSES = 2
-- The last number that was given, who had it, and what is told of these commits.
local number, last, told = began, '', {}
-- What was written in this call, and by which number.
local touched, is_touched = {}, false
local made

local function others()
  made = made or rare(tonumber(operations), node)
  return made
end

-- What of the reads was written after commit n, if anything; an empty name where nobody remembers so far back.
local function written(keys, intervals, n)
  if n < tonumber(meta[3]) then return '' end
  if keys and is_touched then
    for i = 1, #keys do
      if touched[keys[i]] then return keys[i] end
    end
  end
  if keys and began > n then
    if #keys == 1 then
      local at = rc('ZSCORE', WRITTEN, keys[1])
      if at and tonumber(at) > n then return keys[1] end
    else
      for first = 1, #keys, 1000 do
        local found = rc('ZMSCORE', WRITTEN, unpack(keys, first, math.min(first + 999, #keys)))
        for i = 1, #found do
          if found[i] and tonumber(found[i]) > n then return keys[first + i - 1] end
        end
      end
    end
  end
  if intervals then return others().written_with(intervals, n, touched) end
end

-- Lets a commit wait for its turn to write something, and says for how many others.
local function queue_up(name, who)
  has_turns = true
  return others().wait_turn(name, node .. '/' .. who, number)
end

-- A commit's answer: its number, or a text.
local function commit(rests_on, tells)
  local n, was, now, keys, intervals, absent, documents, job, losses, who = unpack_all(rests_on)
  if n > began then return 'lost' end
  if job and not others().is_claimed(job) then return 'conflict' end
  if number > n and (keys or intervals) then
    local name = written(keys, intervals, n)
    if name and name ~= '' and losses >= LOSSES then return queue_up(name, who) end
    if name then return 'conflict' end
  end
  if absent then
    for i = 1, #absent do
      local found = rc('HGET', VALUES, absent[i])
      if found and not others().has_ended(found, was) then return 'conflict' end
    end
  end
  if now > was and (keys or intervals) and others().expires(keys, intervals, was, now) then return 'conflict' end
  if documents then
    local which, version = others().unfit(documents)
    if which then return string.format('refused %d %d', which, version) end
  end
  -- Nothing is written: what was read is still so, and that was the question.
  if tells == '' then
    if has_turns then others().end_turns(node .. '/' .. who) end
    return number
  end

  local one = number + 1
  local body = unpack_all(tells)
  for i = 1, #body[4] do
    local write = body[4][i]
    if write[1] == 9 and others().is_kept(write[2], write[4]) then return 'conflict' end
  end
  if has_turns then
    local name = others().turn_before(body[4], node .. '/' .. who)
    -- Who comes for the first time may come again under another name: its place would be nobody's.
    if name and losses == 0 then return 'conflict' end
    if name then return queue_up(name, who) end
    others().end_turns(node .. '/' .. who)
  end
  local writes, results, names = body[4], {}, {}
  local is_due_new = job
  if job then others().remove_job(job[1]) end
  for i = 1, #writes do
    local write = writes[i]
    local kind, name = write[1], write[2]
    if kind == 4 then
      local seq = rc('HINCRBY', ROOMS, name, 1)
      if history ~= '0' then
        rc('XADD', HISTORY .. name, 'MAXLEN', '~', history, string.format('%d-0', seq), 'm', write[3])
        if write[4] == 1 then rc('PEXPIRE', HISTORY .. name, age) end
      end
      results[i] = seq
    elseif kind == 1 then
      local old = rc('HGET', VALUES, name)
      rc('HSET', VALUES, name, write[3])
      if not old then rc('ZADD', base .. ':index', '0', name) end
      if write[4] ~= '' then
        rc('ZADD', base .. ':expiry', write[4], name)
      elseif old and string.byte(old) ~= 124 then
        rc('ZREM', base .. ':expiry', name)
      end
      names[#names + 1] = name
      results[i] = old
    elseif kind == 5 or kind == 10 then
      results[i] = 0
    else
      local result, is_of_jobs = others().write(write, names, now)
      results[i] = result
      is_due_new = is_due_new or is_of_jobs
    end
  end
  for i = 1, #names do
    touched[names[i]] = one
    is_touched = true
  end
  local due = 0
  if is_due_new then due = others().next_due() end
  number, last = one, body[1]
  told[#told + 1] = pack(one, due, results)
  told[#told + 1] = tells
  return one
end

-- Notes when names were written last: what the reads of later commits are held against.
local function touch()
  local list = {}
  for name, at in pairs(touched) do
    list[#list + 1] = string.format('%d', at)
    list[#list + 1] = name
    if #list == 2000 then
      rc('ZADD', WRITTEN, unpack(list))
      list = {}
    end
  end
  if #list > 0 then rc('ZADD', WRITTEN, unpack(list)) end
end

local answers = {}
for i = 8, #ARGV, 2 do
  local is_done, answer = pcall(commit, ARGV[i], ARGV[i + 1])
  if not is_done then
    local text = type(answer) == 'table' and answer.err or tostring(answer)
    local code = string.match(text, '^%-?(%u+) ')
    -- That Redis takes no writes at present is said of the call, before any of it has taken effect.
    if number == began and code and code ~= 'ERR' and code ~= 'WRONGTYPE' then error(answer) end
    answer = 'failed ' .. text
  end
  answers[#answers + 1] = answer
end
if is_touched then touch() end
if number > began then
  local payload = table.concat(told)
  local text = string.format('%d', number)
  rc('HSET', META, 'c', text)
  local block = 256
  if number > log and math.floor(number / block) > math.floor(began / block) then
    rc('XADD', base .. ':log', 'MINID', '~', string.format('%d', number - log), text .. '-0', 'b', last, 'p', payload)
  else
    rc('XADD', base .. ':log', text .. '-0', 'b', last, 'p', payload)
  end
  rc('SPUBLISH', base, payload)
end
return answers
