-- Which page of a long list a letter is on, as book/lists.txt says.
local labels = require 'book.labels'

local M = {}

local read = {}

-- The pages of a list in order: {name, what, from}.
function M.pages(what)
  if read[what] then return read[what] end
  local pages = {}
  read[what] = pages
  for line in (labels.slurp('book/lists.txt') or ''):gmatch('[^\n]+') do
    local name, listed, from = line:match('^([%w-]+) (%l+) ?(%l?)$')
    if listed == what then pages[#pages + 1] = { name = name, what = listed, from = from } end
  end
  return pages
end

-- The page of a list that has what begins with a letter; what begins with none is first.
function M.page(what, key)
  local found
  for _, page in ipairs(M.pages(what)) do
    if not found or page.from <= key:sub(1, 1):lower() then found = page.name .. '.html' end
  end
  return found
end

-- What a page lists.
function M.list_of(name)
  return (('\n' .. (labels.slurp('book/lists.txt') or '')):match('\n' .. name:gsub('%-', '%%-') .. ' (%l+)'))
end

return M
