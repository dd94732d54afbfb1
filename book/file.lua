-- A pandoc reader for the name of one of the engine's files, or for a list of them: a
-- page with the file as it stood after each chapter, or with links to all such pages.
local chunks = require 'book.chunks'
local listing = require 'book.listing'
local escape = require('book.escape').html

local List = pandoc.List

local function raw(text) return pandoc.RawBlock('html', text) end

-- "value.h - numbers that remember" in a file's first comment says what it is for; in a
-- Makefile, a page of the manual, a file for pkg-config other words do.
local function purpose(lines)
  local words, others = {}, nil
  for i = 1, math.min(6, #lines) do
    local text = chunks.text_of(lines[i]):gsub('^%s+', '')
    words[i] = text
    others = others or text:match('^# (.-):?$') or text:match('\\%- (.*)$') or text:match('^Description: (.*)$')
  end
  local purpose = table.concat(words, ' '):match('^/%* %S+ %- (.-)%.?%s*%*/') or others or ''
  return (purpose:gsub('^.', string.lower):gsub("(%a)'(%a)", '%1’%2'):gsub('chapter (%d)', 'chapter\u{a0}%1'))
end

local function page_of_file(name)
  local html, style = listing.file(name)
  return pandoc.Pandoc({ pandoc.Header(1, { pandoc.Code(name) }, { id = 'file' }), raw(html) },
    { pagetitle = pandoc.MetaString(name), style = pandoc.MetaBlocks { raw(style) } })
end

-- A folder's heading says it once for all its files.
local function row(name, folder)
  local lines, chapters = chunks.history(name)
  local tags = List()
  for _, chapter in ipairs(chapters) do
    tags:insert(('<a href="%s?as-of=%d">%d</a>'):format(chunks.page_of(name), chapter, chapter))
  end
  return ('<tr><th scope="row"><a href="%s"><code>%s</code></a></th><td>%s</td><td>%s</td><td>%d</td></tr>'):format(chunks.page_of(name),
    escape(name:sub(#folder + 1)), escape(purpose(lines)), table.concat(tags, ', '), #lines)
end

local function page_of_list(names)
  local sections = { { 'engine', 'The engine', 'code/', List() }, { 'programs', 'Programs', 'code/programs/', List() } }
  for _, name in ipairs(names) do
    local section = sections[name:match('^code/programs/') and 2 or 1]
    section[4]:insert(row(name, section[3]))
  end
  local blocks = List {
    pandoc.Header(1, { pandoc.Str('The engine’s files') }, { id = 'engine-files' }),
    pandoc.Para { pandoc.Str('Each file whole, as it stood after each chapter that changed it. They are the files that '
      .. 'were compiled and tested for this page; '), pandoc.Code('make step CH=3'),
      pandoc.Str(' writes those of chapter\u{a0}3 to your disk.') },
  }
  for _, section in ipairs(sections) do
    if #section[4] > 0 then
      blocks:insert(pandoc.Header(2, { pandoc.Str(section[2] .. ', '), pandoc.Code(section[3]) }, { id = 'files-' .. section[1] }))
      blocks:insert(raw('<div class="scroll" tabindex="0" role="group" aria-label="' .. section[2] .. '"><table class="files"><thead><tr><th scope="col">file</th>'
        .. '<th scope="col">what it is</th><th scope="col">grew in chapters</th><th scope="col">lines</th></tr></thead><tbody>'
        .. table.concat(section[4], '\n') .. '</tbody></table></div>'))
    end
  end
  return pandoc.Pandoc(blocks, { pagetitle = pandoc.MetaString('The engine’s files') })
end

function Reader(input)
  local names = List()
  for name in tostring(input):gmatch('%S+') do names:insert(name) end
  return #names == 1 and page_of_file(names[1]) or page_of_list(names)
end
