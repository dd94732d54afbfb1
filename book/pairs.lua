-- Terms of formulas and the C expressions that compute them, each pointing at the
-- other. A chapter says, in a formula and in a block somewhere after it,
--
--   $$\bar a \leftarrow \bar a + \term{share of a}{b\,\bar u}$$
--
--   ``` {.pairs chunk="pass a gradient back through a product"}
--   share of a: b->data * out->grad
--   ```
--
-- The name is what a screen reader says. The code stands in that chunk of the same
-- chapter exactly once. Both get the same letter; a chapter has eight at most, since
-- each is a stop on a walk by keyboard.
local labels = require 'book.labels'
local chunks = require 'book.chunks'
local stream_of = require 'book.stream'
local escape = require('book.escape').html

local M = {}

local chapter = '0' -- the number of the one at hand

local function stop(text, what, advice) labels.stop(text, what, advice, chapter) end

local letters = { 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h' }
local known = {} -- "3-share-of-a" -> the pair

local function key_of(name)
  return chapter .. '-' .. name:lower():gsub('[^%w]+', '-')
end

local function without_braces(text) return text:sub(2, -2) end

-- ------------------------------------------------------- what the author wrote

-- What a chapter has to say about pairs: its formulas, its blocks of pairs, the anchors
-- of its chunks.
local function gathered(blocks)
  local formulas, said, chunk_ids = {}, {}, {}
  pandoc.Div(blocks):walk {
    Math = function(math) formulas[#formulas + 1] = math.text end,
    CodeBlock = function(block)
      if block.classes:includes('pairs') then said[#said + 1] = block end
    end,
    Div = function(div)
      if div.classes:includes('chunk') then chunk_ids[#chunk_ids + 1] = div.identifier end
    end,
  }
  return formulas, said, chunk_ids
end

local function terms_of(formulas)
  local terms, by_name = {}, {}
  local function add(name)
    local at = '\\term{' .. name .. '}'
    if by_name[name] then
      stop(at, 'chapter ' .. chapter .. ' has two terms "' .. name .. '"',
        'A term has one place: give this one a name of its own, or take its \\term away.')
    end
    by_name[name] = { name = name, at = at, key = key_of(name) }
    terms[#terms + 1] = by_name[name]
  end
  for _, formula in ipairs(formulas) do
    local wrong
    local rest = formula:gsub('\\term(%b{})(%b{})', function(name, body)
      wrong = wrong or body:match('\\term%f[^%a].*')
      add(without_braces(name))
      return ''
    end)
    wrong = wrong or rest:match('\\term%f[^%a].*')
    if wrong then
      stop(wrong:match('^[^\n]*'), 'this is not \\term{its name}{what it is}, or it stands inside another',
        'Write it so, both in braces, and mark only one of the two.')
    end
  end
  return terms, by_name
end

local function pairs_of(said)
  local list = {}
  for _, block in ipairs(said) do
    for line in block.text:gmatch('[^\n]+') do
      local name, code = line:match('^%s*(.-)%s*:%s+(.-)%s*$')
      if not name or name == '' or code == '' then
        stop(line, 'this line of a block of pairs is not "name: code"',
          'Write the name that \\term{…} gives the term, a colon, a blank, and the code as it stands in the chunk.')
      end
      list[#list + 1] = { name = name, code = code, chunk = block.attributes.chunk or '', line = line }
    end
  end
  return list
end

-- Each pair with its term and a letter, in the order of the formulas.
local function married(formulas, said)
  local terms, by_name = terms_of(formulas)
  for _, pair in ipairs(pairs_of(said)) do
    local term = by_name[pair.name]
    if not term then
      stop(pair.line, 'no formula of chapter ' .. chapter .. ' has the term "' .. pair.name .. '"',
        'Mark it in its formula, \\term{' .. pair.name .. '}{…}, or take this line away.')
    elseif term.code then
      stop(pair.line, 'the term "' .. pair.name .. '" has two pieces of code',
        'A term and its code are a pair: take one of the lines away.')
    end
    term.code, term.chunk, term.line = pair.code, pair.chunk, pair.line
  end
  for i, term in ipairs(terms) do
    if not term.code then
      stop(term.at, 'the term "' .. term.name .. '" has no code',
        'Add a line "' .. term.name .. ': the code" to a block {.pairs chunk="…"} of this chapter, or take its \\term away.')
    elseif not letters[i] then
      stop(term.at, 'chapter ' .. chapter .. ' has more than ' .. #letters .. ' terms',
        'Each is a stop on a walk by keyboard: keep those that the derivation is about.')
    elseif known[term.key] and known[term.key].name ~= term.name then
      stop(term.at, 'this term would have the anchor of "' .. known[term.key].name .. '"', 'Give one of them another name.')
    end
    term.letter, term.term_id, term.code_id = letters[i], 'term-' .. term.key, 'code-' .. term.key
    known[term.key] = term
  end
  return terms
end

-- ---------------------------------------------------------- code in its chunk

local function text_of(inlines)
  local text = {}
  for i, inline in ipairs(inlines) do
    text[i] = inline.t == 'LineBreak' and '\n' or pandoc.utils.stringify(inline)
  end
  return table.concat(text)
end

-- The places of some code in a text, but not inside a longer word.
local function places_of(code, text)
  local places = {}
  local from, to = text:find(code, 1, true)
  while from do
    local cut_before = code:find('^[%w_]') and text:sub(1, from - 1):find('[%w_]$')
    local cut_after = code:find('[%w_]$') and text:find('^[%w_]', to + 1)
    if not cut_before and not cut_after then places[#places + 1] = { from = from, to = to } end
    from, to = text:find(code, to + 1, true)
  end
  return places
end

-- Inlines cut in two after so many bytes of their text.
local function split(inlines, at)
  local left, right = pandoc.List(), pandoc.List()
  for _, inline in ipairs(inlines) do
    local length = #text_of { inline }
    if at >= length then left:insert(inline)
    elseif at <= 0 then right:insert(inline)
    elseif inline.t == 'Str' then
      left:insert(pandoc.Str(inline.text:sub(1, at)))
      right:insert(pandoc.Str(inline.text:sub(at + 1)))
    else
      local before, after = inline:clone(), inline:clone()
      before.content, after.content = split(inline.content, at)
      left:insert(before)
      right:insert(after)
    end
    at = at - length
  end
  return left, right
end

-- The anchor of the chunk, of those with these anchors, in which a term's code stands.
local function found_in(ids, term)
  local found, named = {}, false
  for _, id in ipairs(ids) do
    local chunk = chunks.chunk(id)
    if chunk.name == term.chunk then
      named = true
      for _ in ipairs(places_of(term.code, stream_of.text_of(chunk.pieces))) do found[#found + 1] = id end
    end
  end
  if not named then
    stop({ '{.pairs chunk="' .. term.chunk .. '"', term.line },
      'this chapter has no chunk <<' .. term.chunk .. '>> before its answers',
      'Name the chunk of the chapter in which the code of the terms stands: {.pairs chunk="…"}.')
  elseif #found ~= 1 then
    stop(term.line, ('"%s" stands %d times in <<%s>>, and a term needs it there once'):format(term.code, #found, term.chunk),
      'Write the code as it stands in the chunk, so much of it that it is the only one.')
  end
  return found[1]
end

local function marked(inlines, places, mark)
  table.sort(places, function(a, b) return a.from > b.from end)
  local last
  for _, place in ipairs(places) do
    if last and place.to >= last.from then
      stop(place.term.line, 'this code overlaps that of the term "' .. last.term.name .. '"',
        'Two terms of a formula are computed by two pieces of code: choose less of one.')
    end
    local before, rest = split(inlines, place.from - 1)
    local code, after = split(rest, place.to - place.from + 1)
    inlines = before .. mark(code, place.term) .. after
    last = place
  end
  return inlines
end

-- --------------------------------------------------------------- the editions

local function ring(letter) return utf8.char(0x24d0 + letter:byte() - ('a'):byte()) end

-- The letter beside the code leads back to the term.
local function code_marked(edition)
  return function(code, term)
    local span = pandoc.Span(code, { id = term.code_id, class = 'paired pair-' .. term.letter })
    local back = ''
    if edition == 'web' then
      local open = ('<span id="%s" class="paired pair-%s">'):format(term.code_id, term.letter)
      back = ('<a class="pair-letter pair-%s" href="#%s" data-letter="%s" aria-label="computes the term: %s"></a>')
        :format(term.letter, term.term_id, term.letter, escape(term.name))
      return pandoc.List { pandoc.RawInline('html', open) } .. code .. pandoc.List { pandoc.RawInline('html', '</span>' .. back) }
    elseif edition == 'epub' then
      back = ('<a class="pair-letter" href="#%s">%s</a>'):format(term.term_id, ring(term.letter))
    else
      span.attributes = { letter = term.letter, term = term.term_id }
      return pandoc.List { span }
    end
    return pandoc.List { span, pandoc.RawInline('html', back) }
  end
end

-- An e-reader has no links in formulas: a line under them leads to the code.
local function legend(block, terms, edition)
  local inlines = pandoc.List()
  if edition ~= 'epub' then return inlines end
  for _, term in ipairs(terms) do
    if block.text:find(term.line, 1, true) and term.chunk == block.attributes.chunk then
      if #inlines > 0 then inlines:insert(pandoc.Str('  ')) end
      inlines:insert(pandoc.RawInline('html', ('<a class="pair-letter" href="#%s">%s</a> '):format(term.code_id, ring(term.letter))))
      inlines:insert(pandoc.Code(term.code))
    end
  end
  return pandoc.List { pandoc.Div({ pandoc.Plain(inlines) }, { class = 'pair-legend' }) }
end

local terms_in = {} -- a chunk's anchor -> the terms whose code stands in it

-- The inlines of a chunk with its pairs marked.
function M.marked(id, inlines, edition)
  local places = {}
  for i, term in ipairs(terms_in[id] or {}) do
    local place = places_of(term.code, text_of(inlines))[1]
    places[i] = { term = term, from = place.from, to = place.to }
  end
  return marked(inlines, places, code_marked(edition))
end

-- The blocks of one chapter with its legends; in formulas a term's name becomes its key.
local function in_chapter(blocks, edition)
  local formulas, said, ids = gathered(blocks)
  local terms = married(formulas, said)
  for _, term in ipairs(terms) do
    local id = found_in(ids, term)
    terms_in[id] = terms_in[id] or {}
    table.insert(terms_in[id], term)
  end
  return pandoc.Div(blocks):walk {
    CodeBlock = function(block)
      if block.classes:includes('pairs') then return legend(block, terms, edition) end
    end,
    Math = function(math)
      math.text = math.text:gsub('\\term(%b{})', function(name)
        return '\\term{' .. key_of(without_braces(name)) .. '}'
      end)
      return math
    end,
  }.content
end

-- edition: web, epub or latex; blocks: chapters without their answers.
function M.applied(blocks, edition)
  local result, open = pandoc.List(), pandoc.List()
  local function close()
    if #open > 0 then result:extend(in_chapter(open, edition)) end
    open = pandoc.List()
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level == 1 then
      close()
      local label = labels.label(block.identifier)
      chapter = label and label.number ~= '' and label.number or '0'
    end
    open:insert(block)
  end
  close()
  return result
end

local function term_of(key, text)
  local term = known[without_braces(key)]
  if not term then
    stop({ '\\term' .. key, text }, 'a term stands here that can have no code',
      'Mark terms in the text of a chapter, not in captions or answers.')
  end
  return term
end

function M.check_block(block)
  if block.classes:includes('pairs') then
    stop(block.text:match('^[^\n]*'), 'a block of pairs stands among the answers', 'Put it into the chapter\'s text.')
  end
end

-- math: a formula that stands by itself or in a line.
function M.tex(math)
  local command, text = math.mathtype == 'DisplayMath' and 'pairedterm' or 'pairedinline', math.text
  return (text:gsub('\\term(%b{})(%b{})', function(key, body)
    local term = term_of(key, text)
    return ('\\%s{%s}{%s}{%s}%s'):format(command, term.letter, term.term_id, term.code_id, body)
  end))
end

-- The links of a formula's terms to their code. They stand beside it: what is inside
-- of a formula a screen reader reads as mathematics, not as links.
local function links(terms)
  local out = {}
  for i, term in ipairs(terms) do
    out[i] = ('<a class="pair-letter pair-%s" href="#%s" data-letter="%s" aria-label="term: %s, computed by %s"></a>')
      :format(term.of.letter, term.of.code_id, term.of.letter, escape(term.of.name), escape(term.of.code))
  end
  return table.concat(out)
end

-- MathML of a formula, and on the web the links of its terms; convert makes MathML
-- from TeX without terms.
function M.mathml(math, edition, convert)
  local terms = {}
  local text = math.text:gsub('\\term(%b{})(%b{})', function(key, body)
    terms[#terms + 1] = { of = term_of(key, math.text), body = without_braces(body) }
    return '\\text{@' .. #terms .. '@}'
  end)
  local mathml = convert(text, math.mathtype)
  if #terms == 0 then return mathml, '' end
  mathml = mathml:gsub('<annotation.-</annotation>', ''):gsub('<mtext[^>]*>@(%d+)@</mtext>', function(i)
    local term, body = terms[tonumber(i)].of, terms[tonumber(i)].body
    local inner = convert(body, math.mathtype):match('<semantics>(.*)<annotation')
    if edition == 'epub' then
      return ('<mrow><mrow id="%s" href="#%s">%s</mrow><mtext>%s</mtext></mrow>'):format(term.term_id, term.code_id, inner, ring(term.letter))
    end
    local beside = math.mathtype == 'DisplayMath' and ('<mtext class="pair-ring" data-letter="%s"></mtext>'):format(term.letter) or ''
    return ('<mrow><mrow class="paired term pair-%s" id="%s">%s</mrow>%s</mrow>'):format(term.letter, term.term_id, inner, beside)
  end)
  return mathml, edition == 'web' and links(terms) or ''
end

return M
