-- What stands at a chapter's end: which compilers took the book as of it, and how
-- many of its tests pass. book/tested counted, when this was built.
local labels = dofile('book/labels.lua')

local M = {}

local List = pandoc.List

local function counted(chapter)
  local path = ('%s/steps/%02d/.tested'):format(labels.build, chapter)
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
  if found.total == 0 then
    io.stderr:write(path, ': error: no test was run\n    A chapter has tests of its own: define the chunk tests/NN/test.c.\n')
  end
  return found
end

local function sentence(chapter, found)
  local words = ('Built by %s.'):format(found.built)
  local read = found.read:map(function(compiler) return compiler == found.built and 'It' or compiler end)
  if #read > 0 then
    words = ('%s %s %s nothing to warn about.'):format(words, table.concat(read, ' and '), #read > 1 and 'find' or 'finds')
  end
  for _, compiler in ipairs(found.refused) do words = words .. (' %s refuses it.'):format(compiler) end
  local which = chapter == 1 and 'chapter 1' or ('chapters 1 %s %d'):format(chapter == 2 and 'and' or 'to', chapter)
  words = words .. (' %d of %d tests of %s pass'):format(found.passed, found.total, which)
  for _, number in ipairs(found.failing) do words = words .. ('; those of chapter %s fail'):format(number) end
  return words .. '.'
end

local function badge(chapter)
  local found = counted(chapter)
  local fails = #found.failing > 0 or #found.refused > 0 or found.total == 0
  local name = pandoc.Strong { pandoc.Str(fails and ('Step %d fails.'):format(chapter) or ('Step %d.'):format(chapter)) }
  local words = pandoc.Para { name, pandoc.Space(), pandoc.Str(sentence(chapter, found)) }
  return pandoc.Div({ words }, { class = fails and 'badge failing' or 'badge' })
end

-- The blocks, with its badge at the end of each chapter.
function M.at_ends(blocks)
  local result, chapter = List(), nil
  local function close()
    if chapter then result:insert(badge(chapter)) end
    chapter = nil
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level == 1 then
      close()
      local label = labels.label(block.identifier)
      chapter = label and tonumber(label.number)
    end
    result:insert(block)
  end
  close()
  return result
end

return M
