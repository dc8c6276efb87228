// The slip's QR code leads here with its secret behind the #, which browsers send to nobody.
// It is put into the form, taken out of the address bar and the history, and posted.
'use strict'
{
  const secret = location.hash.slice(1)
  const code = document.getElementById('page-code')
  if (/^[0-9A-Za-z-]{12,40}$/.test(secret) && code) {
    history.replaceState(null, '', location.pathname)
    code.value = secret
    document.getElementById('page-slip').submit()
  }
}
