/**
 * What src/ asks of undici, in place of its index. That makes everything that undici has, 111 files instead
 * of 20, and looks at `globalThis.Headers`, for which Node loads its own copy of undici too.
 */
const Dispatcher = require('../../node_modules/undici/lib/dispatcher/dispatcher.js');
const Client = require('../../node_modules/undici/lib/dispatcher/client.js');
const errors = require('../../node_modules/undici/lib/core/errors.js');
const request = require('../../node_modules/undici/lib/api/api-request.js');

Dispatcher.prototype.request = request; // as undici's index does
module.exports = { Client, errors };
