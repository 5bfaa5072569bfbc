package org.vigilia.media.source;

import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;

/** Hears what a source brings. All calls come on the source's event loop. */
public interface SourceListener {
    /** The stream is now this. Comes before the first picture and on every change. */
    void format(VideoFormat format, double fps, StreamInfo.Clock clock, String clockDetail);

    /** A picture, to be released by the listener. */
    void unit(AccessUnit unit);

    /** What the camera itself saw: an ONVIF metadata document (tt:MetadataStream, XML). */
    void analytics(long captureMicros, byte[] document);

    /** A piece of sound; only from a source that was made for it. */
    void sound(RelaySound piece);

    /**
     * The source has ended, by itself; called at most once and never after {@link PictureSource#close()}.
     *
     * @param condition why
     * @param detail one line for people, without credentials
     * @param next what makes sense now
     */
    void ended(Condition condition, String detail, AfterEnd next);
}
