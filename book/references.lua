-- After citeproc: pandoc gives its entries, which it knows by their class, a role that
-- accessible pages have given up (doc-biblioentry). Ours have a class of their own.
function Div(div)
  if FORMAT:match('latex') or not div.classes:includes('csl-entry') then return nil end
  div.classes = { 'reference' }
  return div
end
