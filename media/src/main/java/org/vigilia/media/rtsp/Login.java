package org.vigilia.media.rtsp;

/**
 * User name and password of a camera.
 *
 * @param userName as the camera knows it
 * @param password in clear; never printed
 */
public record Login(String userName, String password) {
    @Override
    public String toString() {
        return "Login[hidden]";
    }
}
