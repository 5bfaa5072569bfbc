/** Pictures from RTSP cameras: RTSP (RFC 2326), RTP (RFC 3550, 6184, 7798), Basic and Digest access. */
@NullMarked
package org.vigilia.media.rtsp;

import org.jspecify.annotations.NullMarked;
