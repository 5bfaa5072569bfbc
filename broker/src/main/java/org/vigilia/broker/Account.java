package org.vigilia.broker;

import org.vigilia.contract.sensing.DeviceAccess;

/**
 * Who a connection belongs to, once it has signed in.
 *
 * @param access the device's; also tells whose datastreams it may follow: those of its agency
 */
record Account(DeviceAccess access) {}
