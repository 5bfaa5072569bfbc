/**
 * The relay protocol: how media hands access units to vision, to the server and, through it, to browsers.
 */
@NullMarked
package org.vigilia.contract.relay;

import org.jspecify.annotations.NullMarked;
