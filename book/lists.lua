-- A pandoc reader of nothing but the name of a page of book/lists.txt: some letters of
-- the chunks or of the identifiers, or all exercises with figures and tables.
--
--   echo index-of-chunks | pandoc -f book/lists.lua
local labels = require 'book.labels'
local letters = require 'book.letters'
local build = labels.build .. '/weave/'

local FEW = 8 -- uses that are listed at once; more are folded

local function str(text) return pandoc.Str(text) end
-- Words of which no line may end between.
local function one(text) return pandoc.Str((text:gsub(' ', '\u{a0}'))) end
local function span(class, inlines) return pandoc.Span(inlines, { class = class }) end
local function link(id, inlines) return pandoc.Link(inlines, '#' .. id) end
local function raw(text) return pandoc.RawInline('html', text) end

local function lines_of(file)
  return (labels.slurp(build .. file) or ''):gmatch('[^\n]+')
end

local function chapter_of(label) return tonumber(label.page:match('^(%d+)')) end

local function is_file(name) return name:match('^%l+/%S+$') ~= nil end

-- ⟨a name⟩; for what is part of an exercise or a test no more than which: "answer 2.1".
local function name_of_use(label)
  local file = label.file
  local number = file:match('/(%d+%.%d+)[-.]')
  if file:match('^exercises/%d+/answers/') then return 'answer ' .. number end
  if file:match('^exercises/') and number then return 'exercise ' .. number end
  if file:match('^tests/') and number then return 'test of ' .. number end
  if file:match('^tests/') then return 'tests of chapter ' .. chapter_of(label) end
  return '⟨' .. label.title:gsub('^code/', ''):gsub('^programs/', '') .. '⟩'
end

-- The places of uses: {id, name, chapter, number, is_chunk, again}; of an exercise or a
-- test the first.
local function places_of(ids)
  local places, seen = pandoc.List(), {}
  for _, id in ipairs(ids) do
    local label = labels.label(id)
    local name, chapter = name_of_use(label), chapter_of(label)
    local key, is_chunk = chapter .. name, name:match('^⟨') ~= nil
    if is_chunk or not seen[key] then
      places:insert { id = id, name = name, chapter = chapter, number = label.number, is_chunk = is_chunk, again = seen[key] }
    end
    seen[key] = true
  end
  return places
end

-- A name is said once: of its further pieces the numbers.
local function link_to(place)
  if place.again then return link(place.id, { str(place.number) }) end
  local is_file_name = place.name:match('^⟨%S+%.%l+⟩$')
  return link(place.id, { not place.is_chunk and one(place.name) or is_file_name and span('held', { str(place.name) }) or str(place.name) })
end

-- Links to places, a chapter's together, behind its number.
local function by_chapter(places)
  local inlines, chapter = pandoc.List(), nil
  for _, place in ipairs(places) do
    if place.chapter == chapter then inlines:insert(str(', '))
    else inlines:extend { str(chapter and '; ' or ''), span('in-chapter', { str(place.chapter .. '.') }), str('\u{a0}') } end
    chapter = place.chapter
    inlines:insert(link_to(place))
  end
  return inlines
end

local function uses(ids)
  local places = places_of(ids)
  if #places == 0 then return {} end
  if #places <= FEW then
    local inlines = pandoc.List { raw('<span class="uses">') } .. by_chapter(places)
    inlines:insert(raw('</span>'))
    return { pandoc.Plain(inlines) }
  end
  return { pandoc.RawBlock('html', ('<details class="uses"><summary>used in %d places</summary>'):format(#places)),
           pandoc.Plain(by_chapter(places)), pandoc.RawBlock('html', '</details>') }
end

-- ------------------------------------------------------ entries under letters

local function letter_of(key)
  local letter = key:sub(1, 1):upper()
  return letter:match('%a') or 'other'
end

-- Of entries {key, blocks} in a reader's order those of a page, with a bar of all
-- letters before them.
local function under_letters(entries, prefix, what, page)
  table.sort(entries, function(a, b)
    if a.key:lower() ~= b.key:lower() then return a.key:lower() < b.key:lower() end
    return a.order < b.order
  end)
  local blocks, bar, list, letter = pandoc.List(), pandoc.List(), nil, nil
  local function close()
    if list then blocks:insert(pandoc.Div({ pandoc.BulletList(list) }, { class = 'entries' })) end
    list = nil
  end
  for _, entry in ipairs(entries) do
    local here = letter_of(entry.key)
    local home = letters.page(what, entry.key)
    if here ~= letter then
      close()
      letter = here
      local id = prefix .. here:lower()
      bar:insert(('<a href="%s#%s">%s</a>'):format(home == page and '' or home, id, here))
      if home == page then
        list = pandoc.List()
        blocks:insert(pandoc.Header(2, { str(here) }, { id = id }))
      end
    end
    if list then list:insert(entry.blocks) end
  end
  close()
  blocks:insert(1, pandoc.RawBlock('html', ('<nav class="letters" aria-label="Letters of the %s">%s</nav>'):format(what, table.concat(bar, ' '))))
  return blocks
end

-- "Index of chunks, A to M": the title of one of several pages.
local function range(what, page)
  local pages = letters.pages(what)
  for i, each in ipairs(pages) do
    if each.name .. '.html' == page and #pages > 1 then
      return (', %s to %s'):format(each.from:upper(), pages[i + 1] and string.char(pages[i + 1].from:byte() - 1):upper() or 'Z')
    end
  end
  return ''
end

local function title(text, id) return pandoc.Header(1, { str(text) }, { id = id, class = 'unnumbered' }) end

local function opening(text) return pandoc.read(text, 'markdown+smart').blocks end

-- ----------------------------------------------------------------- identifiers

local function file_names(files)
  local names = {}
  for path in files:gmatch('%S+') do names[#names + 1] = path:gsub('^code/', ''):gsub('^programs/', '') end
  if #names > 3 then return #names .. '\u{a0}files' end
  return table.concat(names, ', ')
end

local function identifier_entries()
  local entries, seen = {}, {}
  for line in lines_of('identifiers.tsv') do
    local name, kind, id, used_in = line:match('^(.-)\t(.-)\t(.-)\t(.*)$')
    local ids = {}
    for use in used_in:gmatch('%S+') do ids[#ids + 1] = use end
    local code = pandoc.Code(name, { id = not seen[name] and 'name-' .. name or nil })
    seen[name] = true
    local head = pandoc.List { link(id, { code }), str(' '),
      span('entry-facts', { str(kind .. ', ' .. file_names(labels.label(id).file) .. ', '), one('chapter ' .. chapter_of(labels.label(id))) }) }
    if #ids == 0 then head:insert(span('entry-facts', { str(', '), one('used nowhere else') })) end
    local blocks = pandoc.List { pandoc.Plain(head) }
    blocks:extend(uses(ids))
    entries[#entries + 1] = { key = name, order = #entries, blocks = blocks }
  end
  return entries
end

local function identifiers(page)
  local blocks = pandoc.List { title('Index of identifiers' .. range('identifiers', page), 'list-of-identifiers') }
  blocks:extend(opening([[What the engine and the programs define: functions, types, macros, constants and variables, each with
the file and a link to its definition, then the pieces of code that use it, by chapter. Exercises and
tests count as uses. A name that several programs give to things of their own stands here once for each.]]))
  blocks:extend(under_letters(identifier_entries(), 'names-', 'identifiers', page))
  return blocks
end

-- ---------------------------------------------------------------------- chunks

-- Every chunk by name: {name, parts, uses}, parts and uses labels' ids.
local function chunk_list()
  local list, entry = {}, nil
  for line in lines_of('index.stream') do
    local what, id, name = line:match('^@xref chunk(%l+) ?(%S*) ?(.*)$')
    if what == 'begin' then entry = { name = name, parts = {}, uses = {} }
    elseif what == 'defn' then table.insert(entry.parts, id)
    elseif what == 'use' then table.insert(entry.uses, id)
    elseif what == 'end' and not entry.name:match('^exercises/%d+/hints/') then list[#list + 1] = entry
    end
  end
  return list
end

local function chunk_entry(chunk, order)
  local first = labels.label(chunk.parts[1])
  local head = pandoc.List { link(first.id, { span('chunk-name', { str('⟨' .. chunk.name .. '⟩') }) }), str(' ') }
  local facts = pandoc.List { one('chapter ' .. chapter_of(first)) }
  for i = 2, #chunk.parts do
    local part = labels.label(chunk.parts[i])
    facts:insert(str(i == 2 and '; goes on in ' or ', '))
    facts:insert(link(part.id, { str(part.number) }))
  end
  if not is_file(chunk.name) and first.file ~= '' then facts:insert(str('; ' .. file_names(first.file))) end
  head:insert(span('entry-facts', facts))
  local blocks = pandoc.List { pandoc.Plain(head) }
  if #chunk.uses > 0 then blocks:extend(uses(chunk.uses)) end
  -- "the neuron" is looked for under N.
  local key = chunk.name:gsub('^an? ', ''):gsub('^the ', '')
  return { key = key, order = order, blocks = blocks }
end

-- After the last letter come the files.
local function chunks(page)
  local files, phrases = pandoc.List(), {}
  for i, chunk in ipairs(chunk_list()) do
    local entry = chunk_entry(chunk, i)
    if is_file(chunk.name) then files:insert(entry) else phrases[#phrases + 1] = entry end
  end
  table.sort(files, function(a, b) return a.key < b.key end)
  local pages = letters.pages('chunks')
  local last = pages[#pages].name .. '.html'
  local blocks = pandoc.List { title('Index of chunks' .. range('chunks', page), 'list-of-chunks') }
  blocks:extend(opening(([[Every piece of code under its name, with the chapters that give it and the files that it becomes part of;
below that, the pieces that use it, behind the number of their chapter. Words like “the” don't count for the order. After the phrases come
the [files](%s#chunks-files).]]):format(last)))
  blocks:extend(under_letters(phrases, 'chunks-', 'chunks', page))
  if page == last then
    blocks:insert(pandoc.Header(2, { str('Files') }, { id = 'chunks-files' }))
    blocks:insert(pandoc.Div({ pandoc.BulletList(files:map(function(entry) return entry.blocks end)) }, { class = 'entries' }))
  end
  return blocks
end

-- ------------------------------------------------- exercises, figures, tables

local KINDS = { predict = 'Predict', build = 'Build', ['break'] = 'Break', explain = 'Explain' }

local function exercise_list()
  local items = pandoc.List()
  for _, label in ipairs(labels.labels().list) do
    local number, name = label.title:match('^Exercise ([%d.]+)%. (.*)$')
    if label.exercise ~= '' and number then
      local facts = ('▲'):rep(label.steps or 1) .. ' ' .. (KINDS[label.exercise] or '')
      local item = pandoc.List { str(number .. ' '), link(label.id, { str(name) }), str(' '), span('entry-facts', { str(facts) }) }
      local answer = labels.label('answer-' .. number)
      if answer then item:extend { span('entry-facts', { str('\u{a0}· '), link(answer.id, { one('answer to ' .. number) }) }) } end
      items:insert({ pandoc.Plain(item) })
    end
  end
  return items
end

local function captioned(kind)
  local items = pandoc.List()
  for _, label in ipairs(labels.labels().list) do
    if label.kind == kind then
      local caption = pandoc.read(label.title, 'markdown+smart').blocks[1]
      local inlines = pandoc.List { link(label.id, { str(label.number) }), str(' ') }
      if caption then inlines:extend(caption.content) end
      items:insert({ pandoc.Plain(inlines) })
    end
  end
  return items
end

local function index()
  local blocks = pandoc.List { title('Index', 'index') }
  blocks:extend(opening([[Two longer lists have pages of their own: the [index of chunks](index-of-chunks.html), every piece of code by
its name, and the [index of identifiers](index-of-identifiers.html), what is defined where and who uses it.
The [search](search.html) looks through all of it.]]))
  for _, section in ipairs { { 'Exercises', exercise_list() }, { 'Figures', captioned('figure') }, { 'Tables', captioned('table') } } do
    if #section[2] > 0 then
      blocks:insert(pandoc.Header(2, { str(section[1]) }, { id = 'list-of-' .. section[1]:lower() }))
      blocks:insert(pandoc.Div({ pandoc.BulletList(section[2]) }, { class = 'entries' }))
    end
  end
  return blocks
end

local lists = { chunks = chunks, identifiers = identifiers, exercises = index }

function Reader(input)
  local name = tostring(input):match('[%w-]+')
  return pandoc.Pandoc(lists[letters.list_of(name)](name .. '.html'))
end
