-- The book as a whole, for paper and e-book: what stands where, what is left to the
-- web book, the parts, the indexes, the pages that references name.
local labels = require 'book.labels'
local escape = require 'book.escape'
local M = {}

local List = pandoc.List
local latex = FORMAT:match('latex') ~= nil

local function tex(text) return pandoc.RawInline('latex', text) end
local function tex_block(text) return pandoc.RawBlock('latex', text) end
local function words(text) return pandoc.read(text, 'markdown+smart').blocks[1].content end

-- ------------------------------------------------- what only the web book shows

local web_only_files = { '^tests/%d+/%d+%.%d+%.c$', '^tests/%d+/%d+%.%d+%.wrong$', '^tests/%d+/mutants$' }

local left_out = 'Three kinds of files are not in this book, but in the web book and in the folder `tests/`: the judges '
  .. 'of the exercises (`tests/01/1.3.c`), the wrong answers that prove the judges (`tests/01/1.3.wrong`), and the '
  .. 'faults that prove the tests of the chapters (`tests/01/mutants`).'

local function is_web_only(file)
  for _, pattern in ipairs(web_only_files) do
    if file:match(pattern) then return true end
  end
  return false
end

-- Is a chunk part of nothing but files that are left to the web book?
function M.web_only(id)
  local label = labels.label(id)
  if not label or label.kind ~= 'chunk' or label.file == '' then return false end
  for file in label.file:gmatch('%S+') do
    if not is_web_only(file) then return false end
  end
  return true
end

-- In place of the chunks that are left out, one line with the names of their files.
local function elsewhere(files)
  local line = List { pandoc.Str('Only in the web book: ') }
  for i, file in ipairs(files) do
    if i > 1 then line:insert(pandoc.Str(', ')) end
    line:insert(pandoc.Code(file))
  end
  if latex then line = List { tex('\\elsewhere{') } .. line .. List { tex('}') } end
  return pandoc.Div({ pandoc.Plain(line) }, { class = 'elsewhere' })
end

-- Blocks in which each run of chunks that only the web book shows, {chunk...}, {name of a
-- file...}, is replaced by the blocks that `put` makes of it.
function M.web_only_replaced(blocks, put)
  local result, chunks, files = List(), List(), List()
  local function close()
    if #chunks > 0 then result:extend(put(chunks, files)) end
    chunks, files = List(), List()
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and block.classes:includes('chunk') and M.web_only(block.identifier) then
      if block.attributes.name:match('^tests/') then files:insert(block.attributes.name) end
      chunks:insert(block)
    else
      close()
      result:insert(block)
    end
  end
  close()
  return result
end

local function printed(blocks)
  return M.web_only_replaced(blocks, function(_, files) return #files > 0 and List { elsewhere(files) } or List() end)
end

-- --------------------------------------------------------- chapters and parts

-- The parts by the number of the chapter that opens each.
local function parts_of()
  local parts, last = {}, ''
  for _, label in ipairs(labels.labels().list) do
    if label.kind == 'heading' and label.part ~= '' and label.part ~= last then
      parts[tonumber(label.number)] = { number = tonumber(label.part), title = label.part_title }
      last = label.part
    end
  end
  return parts
end

local function roman(number)
  local digits = { { 10, 'X' }, { 9, 'IX' }, { 5, 'V' }, { 4, 'IV' }, { 1, 'I' } }
  local text = ''
  for _, digit in ipairs(digits) do
    while number >= digit[1] do text, number = text .. digit[2], number - digit[1] end
  end
  return text
end

local function part_page(part)
  local id = 'part-' .. part.number
  if latex then return tex_block(('\\part{%s}\\anchor{%s}'):format(part.title, id)) end
  return pandoc.Header(1, words(('Part %s. %s'):format(roman(part.number), part.title)), { id = id, class = 'part' })
end

local function is_drawing(block) return block.t == 'Div' and (block.attributes.name or ''):match('^figures/') ~= nil end
local function is_badge(block) return block.t == 'Div' and block.classes:includes('badge') end

-- {number, title, page, text, answers, programs, tests, drawings} of each chapter.
local function chapters(text, answers)
  local list, chapter, group = List(), nil, nil
  local function begin(block)
    local label = labels.label(block.identifier)
    if not label or label.number == '' then chapter = nil return end
    chapter = { number = tonumber(label.number), title = label.title, page = label.page, text = List(),
                answers = List(), programs = List(), tests = List(), drawings = List(), ids = {} }
    list:insert(chapter)
  end
  for _, block in ipairs(text) do
    if block.t == 'Header' and block.level == 1 then begin(block) end
    if chapter then
      if block.t == 'Header' and block.level <= 2 then
        group = block.identifier:match('^programs%-') and 'programs' or 'text'
        if group == 'programs' then chapter.ids.programs = block.identifier end
      end
      local heading = group == 'programs' and block.t == 'Header' and block.identifier == chapter.ids.programs
      if not heading then chapter[is_drawing(block) and 'drawings' or is_badge(block) and 'text' or group]:insert(block) end
    end
  end
  for _, block in ipairs(answers) do
    local id = block.t == 'Header' and block.identifier or ''
    local begins = block.t == 'Header' and block.level == 2 and 'answers' or id:match('^(programs)%-') or id:match('^(tests)%-')
    if begins == 'answers' then chapter = list[tonumber(labels.label(id).page:match('^%d+'))] end
    if begins then
      group = begins
      chapter.ids[group] = id
    else
      chapter[is_drawing(block) and 'drawings' or group]:insert(block)
    end
  end
  return list
end

-- -------------------------------------------------------------------- indexes

-- Of what noweb appends: {name, uses, definitions} of each chunk or identifier.
local function entries(kind)
  local list, entry = List(), nil
  for line in (labels.slurp(labels.build .. '/weave/index.stream') or ''):gmatch('[^\n]+') do
    local what, label, name = line:match('^@' .. (kind == 'chunk' and 'xref chunk' or 'index entry') .. '(%a+) ?(%S*) ?(.*)$')
    if what == 'begin' and label ~= '' then
      entry = { name = name, uses = List(), definitions = List() }
      list:insert(entry)
    elseif (what == 'use' or what == 'defn') and not M.web_only(label) then
      entry[what == 'use' and 'uses' or 'definitions']:insert(label)
    end
  end
  return list:filter(function(each) return #each.definitions > 0 and not each.name:match('^exercises/%d+/hints/') end)
end

-- Chunks by page and letter on paper; in the e-book, by the name of each.
local function place(id, class)
  local label = labels.label(id)
  return pandoc.Link({ pandoc.Str('⟨' .. label.title .. '⟩') }, '#' .. id, '', { class = class })
end

local function places(ids, class)
  local inlines = List()
  for i, id in ipairs(ids) do
    if i > 1 then inlines:insert(pandoc.Str(', ')) end
    inlines:insert(place(id, class))
  end
  return inlines
end

local function in_the_engine(id)
  local label = labels.label(id)
  return label and label.file:match('^code/[^/]*$') ~= nil
end

local function index_item(entry, name, in_order)
  local item
  local definitions, uses = in_order(entry.definitions), in_order(entry.uses)
  if latex then
    item = name .. List { pandoc.Space() } .. places(definitions, 'defined-ref')
    if #uses > 0 then item:insert(pandoc.Str('; ')) end
  else
    local first = labels.label(definitions[1])
    item = List { pandoc.Link(name, '#' .. first.id, '', { class = 'identifier-entry' }) }
    if #uses > 0 then item:insert(pandoc.Str(', used in ')) end
  end
  return { pandoc.Plain(item .. places(uses, 'use-ref')) }
end

local function list_of(title, id, items)
  return List { pandoc.Header(1, words(title), { id = id, class = 'unnumbered' }),
                pandoc.Div({ pandoc.BulletList(items) }, { class = 'entries' }) }
end

-- A function that sorts the labels of chunks as they stand in these blocks.
local function in_order_of(blocks)
  local rank, count = {}, 0
  pandoc.Div(blocks):walk {
    Div = function(div)
      count = count + 1
      if div.classes:includes('chunk') then rank[div.identifier] = count end
    end,
  }
  return function(ids)
    ids = ids:filter(function(id) return rank[id] end)
    ids:sort(function(one, other) return rank[one] < rank[other] end)
    return ids
  end
end

local function indexes(blocks)
  local chunks, identifiers = List(), List()
  local in_order = in_order_of(blocks)
  for _, entry in ipairs(entries('chunk')) do
    local name = List { pandoc.Emph { pandoc.Str('⟨' .. entry.name .. '⟩') } }
    chunks:insert(index_item(entry, name, in_order))
  end
  for _, entry in ipairs(entries('identifier')) do
    entry.uses = entry.uses:filter(in_the_engine)
    identifiers:insert(index_item(entry, List { pandoc.Code(entry.name) }, in_order))
  end
  return list_of('List of chunks', 'list-of-chunks', chunks) .. list_of('Index of identifiers', 'list-of-identifiers', identifiers)
end

-- What the code of a chapter uses and defines, and where that is defined.
local function mini_index(chapter)
  local function is_here(id)
    local label = labels.label(id)
    return label and label.page == chapter.page and label.file:match('^code/') ~= nil
  end
  local function is_known(id)
    return in_the_engine(id) and tonumber(labels.label(id).page:match('^%d+')) <= chapter.number
  end
  local items = List()
  for _, entry in ipairs(entries('identifier')) do
    local here, known = entry.definitions:filter(is_here), entry.definitions:filter(is_known)
    if #here > 0 or #known > 0 and #entry.uses:filter(is_here) > 0 then
      local places_of_it = #here > 0 and places(here, 'defined-ref') or places(known, 'use-ref')
      if latex then
        items:insert(pandoc.Plain(List { tex('\\minientry{'), tex(escape.latex(entry.name)), tex('}{') } .. places_of_it .. List { tex('}') }))
      else
        items:insert(pandoc.Plain { pandoc.Link({ pandoc.Code(entry.name) }, '#' .. (here[1] or known[1]), '', { class = 'identifier-entry' }) })
      end
    end
  end
  if #items == 0 then return List() end
  local title = 'Identifiers in the code of this chapter, and where each is defined (underlined: here)'
  if latex then return List { tex_block('\\begin{miniindex}{' .. title .. '}') } .. items .. List { tex_block('\\end{miniindex}') } end
  return List { pandoc.Div({ pandoc.Para(words('Identifiers in the code of this chapter')),
                             pandoc.BulletList(items:map(function(item) return { item } end)) }, { class = 'mini-index' }) }
end

-- ------------------------------------------------------------------ the front

-- The cover of the web book says how to read it: so do paper and e-book.
local function how_to_read()
  local cover = pandoc.read(labels.slurp('book/cover.md') or '', 'markdown+smart').blocks
  local title, blocks = nil, List()
  for _, block in ipairs(cover) do
    if block.t == 'Header' and block.identifier == 'how-to-read' then title = block
    elseif block.t ~= 'Header' and not (block.t == 'Div' and block.classes:includes('cover-title')) then blocks:insert(block) end
  end
  if not title then return List() end
  return List { pandoc.Header(1, title.content, { id = title.identifier, class = 'unnumbered' }) } .. blocks
end

local function colophon(meta)
  local text = meta.colophon
  if not text then return List() end
  local blocks = pandoc.utils.type(text) == 'Blocks' and List(text) or List { pandoc.Para(text) }
  local by = 'This edition was made by pandoc ' .. tostring(PANDOC_VERSION)
  if latex then
    blocks:insert(pandoc.Para { pandoc.Str(by .. ', '), tex('\\directlua{tex.sprint((status.banner:match("This is (.-), Version") or "LuaTeX") .. " " .. '
      .. '(status.banner:match("Version ([0-9.]+)") or ""))}, \\LaTeX{} of \\fmtversion{} and \\KOMAScript{}.') })
  else
    blocks:insert(pandoc.Para(words(by .. '.')))
  end
  return List { pandoc.Header(1, words('Colophon'), { id = 'colophon', class = 'unnumbered' }) } .. blocks
end

-- -------------------------------------------------------------------- the whole

local groups = {
  { name = 'answers', id = 'all-answers', title = 'Answers' },
  { name = 'programs', id = 'all-programs', title = 'The rest of the programs', smallest = true },
  { name = 'tests', id = 'all-tests', title = 'The tests of the chapters', says = left_out },
  { name = 'drawings', id = 'all-drawings', title = 'How the figures are drawn' },
}

local function group_of(list, group)
  local blocks = List()
  for _, chapter in ipairs(list) do
    local content = printed(chapter[group.name])
    if #content > 0 then
      local id = chapter.ids[group.name] or ('%s-of-%d'):format(group.name, chapter.number)
      blocks:insert(pandoc.Header(2, words(('Chapter %d. %s'):format(chapter.number, chapter.title)), { id = id }))
      blocks:extend(content)
    end
  end
  if #blocks == 0 then return blocks end
  local head = List { pandoc.Header(1, words(group.title), { id = group.id, class = 'unnumbered' }) }
  if group.says then head:insert(pandoc.Para(words(group.says))) end
  return head .. blocks
end

-- Chapters stand a level below their part, and so must the rest in the e-book.
local function lowered(blocks)
  return pandoc.Div(blocks):walk {
    Header = function(header)
      header.level = header.level + 1
      return header
    end,
  }.content
end

local function numbered(blocks, chapter)
  blocks[1].content = List { pandoc.Span(words('Chapter ' .. chapter.number .. '.'), { class = 'chapter-number' }), pandoc.Space() } .. blocks[1].content
  return blocks
end

local function body(list)
  local blocks, parts = List(), parts_of()
  for _, chapter in ipairs(list) do
    local text = printed(chapter.text) .. mini_index(chapter)
    local part = parts[chapter.number]
    if part then blocks:insert(part_page(part)) end
    if not latex then text = numbered(text, chapter) end
    if not latex and next(parts) then text = lowered(text) end
    blocks:extend(text)
  end
  return blocks
end

-- All blocks of the book in order; hints is the place that the filter fills with them.
function M.arranged(text, answers, meta, hints, bibliography)
  local list = chapters(text, answers)
  local blocks = how_to_read()
  if latex then blocks:insert(tex_block('\\tableofcontents\\mainmatter')) end
  blocks:extend(body(list))
  if latex then blocks:insert(tex_block('\\smallerprint')) end
  blocks:insert(pandoc.Header(1, words('Hints'), { id = 'all-hints', class = 'unnumbered' }))
  -- They are full of code, which is hard to break.
  if latex then blocks:insert(tex_block('\\begingroup\\raggedright')) end
  blocks:insert(hints)
  if latex then blocks:insert(tex_block('\\endgroup')) end
  for _, group in ipairs(groups) do
    if latex and group.smallest then blocks:insert(tex_block('\\smallestprint')) end
    blocks:extend(group_of(list, group))
  end
  return blocks .. bibliography .. indexes(blocks) .. colophon(meta)
end

-- The title page's facts, from what is known.
function M.facts(meta)
  local last = 0
  for _, label in ipairs(labels.labels().list) do last = math.max(last, tonumber(label.kind == 'heading' and label.number or '') or 0) end
  local year, month = pandoc.utils.stringify(meta.date):match('^(%d+)-(%d+)')
  local names = { 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December' }
  meta.year = pandoc.MetaString(year)
  meta.edition = pandoc.MetaString(('The edition of %s %s, as far as chapter %d'):format(names[tonumber(month)], year, last))
  local drawing = labels.build .. '/cover/steps.pdf'
  if latex and labels.slurp(drawing) then meta.drawing = pandoc.MetaString(drawing) end
end

-- ------------------------------------------------------------ pages that are named

-- On paper a reference to another place says on which page that is.
local function needs_page(id, chapter)
  local label = labels.label(id)
  if not label or M.web_only(id) then return false end
  if label.kind == 'figure' or label.kind == 'table' then return label.page ~= chapter end
  return label.kind == 'heading' or label.title:match('^exercises/%d+/hints/') ~= nil
end

-- Within brackets a page has none of its own.
local function with_pages(inlines, chapter)
  local result, depth = List(), 0
  for i, inline in ipairs(inlines) do
    local id = inline.t == 'Link' and #inline.classes == 0 and inline.target:match('^#(.*)$')
    local named = id and needs_page(id, chapter)
    if inline.t == 'Str' then
      for bracket in inline.text:gmatch('[()]') do depth = math.max(0, depth + (bracket == '(' and 1 or -1)) end
    end
    result:insert(inline)
    if named then
      local next = inlines[i + 1]
      local goes_on = next and not (next.t == 'Str' and next.text:match('^[),.:;]'))
      result:insert(tex((depth > 0 and (goes_on and ', \\onpage{%s},' or ', \\onpage{%s}') or ' (\\onpage{%s})'):format(id)))
    end
  end
  return result
end

function M.pages_named(blocks)
  local chapter = ''
  return blocks:map(function(block)
    if block.t == 'Header' then
      local label = labels.label(block.identifier)
      if label then chapter = label.page end
    end
    return pandoc.Div({ block }):walk { Inlines = function(inlines) return with_pages(inlines, chapter) end }.content[1]
  end)
end

-- ---------------------------------------------------------------- tables on paper

-- A table that fits a page is set whole: with a caption it floats, and is numbered;
-- without one it stays where it is.
function M.table_on_paper(element, id)
  local rows = 0
  for _, each in ipairs(element.bodies) do rows = rows + #each.body end
  local text = pandoc.write(pandoc.Pandoc { element }, 'latex')
  if rows > 40 then return tex_block((id and '\\anchor{' .. id .. '}' or '') .. text) end
  local caption = text:match('\n(\\caption{.-})\\tabularnewline\n')
  text = text:gsub('\n\\caption{.-}\\tabularnewline', '', 1):gsub('\\endfirsthead.-\\endhead\n', '', 1):gsub('\\endhead\n', '', 1)
    :gsub('\\begin{longtable}%[%]', '\\begin{tabular}', 1):gsub('\\end{longtable}', '\\end{tabular}', 1)
    :gsub('\\columnwidth', '\\linewidth')
  if not caption then return tex_block('\\begin{center}' .. text .. '\\end{center}') end
  return tex_block(('\\begin{table}[!htb]\\centering%s%s\n%s\\end{table}'):format(caption, id and '\\anchor{' .. id .. '}' or '', text))
end

return M
