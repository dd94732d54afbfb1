-- What stands at a chapter's end, and at each checkpoint in it: which compilers took
-- the book as of there, and how many of its tests pass. book/tested counted, when this
-- was built.
local labels = require 'book.labels'

local M = {}

local List = pandoc.List

local function counted(path)
  local found = { built = '', read = List(), refused = List(), failing = List(), passed = 0, total = 0 }
  for line in (labels.slurp(path) or ''):gmatch('[^\n]+') do
    local what, a, b, c = line:match('^(%a+)\t([^\t]+)\t?(%d*)\t?(%d*)$')
    if what == 'chapter' then
      found.passed, found.total = found.passed + tonumber(b), found.total + tonumber(c)
      if b ~= c then found.failing:insert(a) end
    elseif what == 'built' then
      found.built = a
    elseif what then
      found[what]:insert(a)
    end
  end
  return found
end

local function which(last)
  return last == 1 and 'chapter\u{a0}1' or ('chapters\u{a0}1 %s\u{a0}%d'):format(last == 2 and 'and' or 'to', last)
end

-- Tests are those of the chapters as far as `last`.
local function sentence(last, found)
  local words = ('Built by %s.'):format(found.built)
  local read = found.read:map(function(compiler) return compiler == found.built and 'It' or compiler end)
  if #read > 0 then
    words = ('%s %s %s nothing to warn about.'):format(words, table.concat(read, ' and '), #read > 1 and 'find' or 'finds')
  end
  for _, compiler in ipairs(found.refused) do words = words .. (' %s refuses it.'):format(compiler) end
  if last == 0 then return words end
  words = words .. (' %d\u{a0}of\u{a0}%d tests of %s pass'):format(found.passed, found.total, which(last))
  for _, number in ipairs(found.failing) do words = words .. ('; those of chapter %s fail'):format(number) end
  return words .. '.'
end

local function badge(step, last, found)
  local fails = #found.failing > 0 or #found.refused > 0 or found.total == 0 and last > 0
  local name = pandoc.Strong { pandoc.Str(('Step %s%s.'):format(step, fails and ' fails' or '')) }
  local words = pandoc.Para { name, pandoc.Space(), pandoc.Str(sentence(last, found)) }
  return pandoc.Div({ words }, { class = fails and 'badge failing' or 'badge' })
end

local function at_end(chapter)
  local path = ('%s/steps/%02d/.tested'):format(labels.build, chapter)
  local found = counted(path)
  if found.total == 0 then
    io.stderr:write(path, ': error: no test was run\n    A chapter has tests of its own: define the chunk tests/NN/test.c.\n')
  end
  return badge(tostring(chapter), chapter, found)
end

-- The tests of a chapter are at its end: within it, those of the chapters before.
local function at_checkpoint(chapter, number)
  local found = counted(('%s/checkpoints/%02d.%d/.tested'):format(labels.build, chapter, number))
  local div = badge(('%d.%d'):format(chapter, number), chapter - 1, found)
  div.classes:insert('checkpoint')
  return div
end

local function is_checkpoint(block) return block.t == 'Div' and block.classes:includes('checkpoint') end

-- The blocks, with a badge at the end of each chapter, and at its checkpoints.
function M.at_ends(blocks)
  local result, chapter, checkpoints = List(), nil, 0
  local function close()
    if chapter then result:insert(at_end(chapter)) end
    chapter, checkpoints = nil, 0
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level == 1 then
      close()
      local label = labels.label(block.identifier)
      chapter = label and tonumber(label.number)
    end
    if chapter and is_checkpoint(block) then
      checkpoints = checkpoints + 1
      block = at_checkpoint(chapter, checkpoints)
    end
    result:insert(block)
  end
  close()
  return result
end

return M
