import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Exhibit } from '../../api';
import { Readings } from '../../chart';
import { t } from '../../words';

/** Shows an exhibit's files, one at a time: video, picture, sound; or the readings of a sensor. */
export function Viewer(props: { exhibit: Exhibit; url: (file: string) => string }) {
  const { exhibit, url } = props;
  const shown = exhibit.files.filter((file) => /^(video|image|audio)\//.test(file.mediaType));
  const first = shown.find((file) => file.mediaType.startsWith('video/')) ?? shown[0] ?? exhibit.files[0];
  const [chosen, setChosen] = useState<string>();
  const file = shown.find((each) => each.name === chosen) ?? first;
  if (!file) return null;
  if (exhibit.series) return <Readings url={url(file.name)} name={exhibit.series.name} />;
  return (
    <div className="v-viewer">
      {shown.length > 1 && (
        <SegmentedControl
          size="xs"
          value={file.name}
          onChange={setChosen}
          data={shown.map((each) => ({ value: each.name, label: each.name }))}
        />
      )}
      <div className="v-viewer-frame">
        {file.mediaType.startsWith('video/') ? (
          // Surveillance has no words to caption.
          // eslint-disable-next-line jsx-a11y/media-has-caption
          <video
            key={file.name}
            src={url(file.name)}
            controls
            playsInline
            preload="metadata"
            aria-label={exhibit.title}
          />
        ) : file.mediaType.startsWith('image/') ? (
          <img src={url(file.name)} alt={t('evidence.exhibit.alt', { title: exhibit.title })} />
        ) : file.mediaType.startsWith('audio/') ? (
          // eslint-disable-next-line jsx-a11y/media-has-caption
          <audio src={url(file.name)} controls aria-label={exhibit.title} />
        ) : (
          <p className="v-quiet">{t('evidence.exhibit.noView')}</p>
        )}
      </div>
    </div>
  );
}
